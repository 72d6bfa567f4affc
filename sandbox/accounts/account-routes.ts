import type { FastifyInstance } from 'fastify'
import { apiRoute } from '../wire/api-route.ts'
import type { World } from '../world.ts'
import { PRIVILEGES } from './account.ts'

/** Who the token belongs to, and what its user may do. */
export function accountRoutes(server: FastifyInstance, world: World): void {
  apiRoute(
    server,
    world,
    { method: 'GET', path: '/account/summary', scope: 'account_read', privilege: 'account:read' },
    ({ account }) => ({
      encoded_account_id: account.id,
      encoded_partner_id: '',
      organization_name: account.organizationName,
      organization_phone: '555-0100',
      first_name: 'Robin',
      last_name: 'Sandberg',
      contact_email: `owner@${account.id}.example`,
      contact_phone: '555-0101',
      country_code: 'US',
      state_code: 'MA',
      time_zone_id: 'US/Eastern',
      website: 'https://sandbox.example',
    }),
  )
  // Needs neither scope nor privilege, so that it can explain a 403.
  apiRoute(
    server,
    world,
    { method: 'GET', path: '/account/user/privileges', scope: null, privilege: null },
    ({ account }) =>
      [...account.privileges].map((name) => ({ privilege_id: PRIVILEGES.indexOf(name) + 1, privilege_name: name })),
  )
}
