import type { FastifyInstance } from 'fastify'
import { invalid, notFound } from '../wire/answers.ts'
import { apiRoute } from '../wire/api-route.ts'
import { limitOf, nextLink, pageQuery, rowsUntilNext } from '../wire/paging.ts'
import type { World } from '../world.ts'
import { contactFilter } from './contact-filter.ts'
import { deleteContact } from './depart.ts'
import { renderContact } from './render-contact.ts'

/** Contacts: page through with filters, read one, delete one. */
export function contactRoutes(server: FastifyInstance, world: World): void {
  const read = { scope: 'contact_data', privilege: 'contacts:read' } as const
  const write = { scope: 'contact_data', privilege: 'contacts:write' } as const

  apiRoute(server, world, { method: 'GET', path: '/contacts', ...read }, (call) => {
    const { account } = call
    const { table } = account
    const query = pageQuery(call.query)
    const limit = Math.min(limitOf(query, 500), world.unknowns.pageCap)
    const passes = contactFilter(account, world.unknowns, query)
    const include = new Set((query.get('include') ?? '').split(','))
    const next = query.get('next')
    let place = next === null ? 0 : table.placeOf(next)
    if (place < 0) throw invalid('The cursor is not valid.')
    if (next !== null && !passes(place)) {
      if (world.unknowns.vanishedCursor === '400') throw invalid('The cursor is not valid any more.')
      if (world.unknowns.vanishedCursor === 'end') return { contacts: [] }
    }
    const untilNext = rowsUntilNext(limit, call)
    const contacts: Record<string, unknown>[] = []
    for (let passed = 0; place < table.size; place++) {
      if (!passes(place)) continue
      if (passed === untilNext) break
      if (passed < limit) contacts.push(renderContact(account, place, include))
      passed++
    }
    const isCounted = query.get('include_count') === 'true' && world.unknowns.contactsCount === 'told'
    let count = 0
    if (isCounted) for (let at = 0; at < table.size; at++) if (passes(at)) count++
    return {
      contacts,
      ...(isCounted && { contacts_count: count }),
      ...(place < table.size && { _links: nextLink('/contacts', query, limit, table.idOf(place)) }),
    }
  })

  apiRoute(server, world, { method: 'GET', path: '/contacts/:contact_id', ...read }, ({ account, params, query }) => {
    const place = account.table.placeOf(params.contact_id ?? '')
    if (place < 0) throw notFound('contact_id is in an invalid format.')
    return renderContact(account, place, new Set((query.get('include') ?? '').split(',')))
  })

  apiRoute(
    server,
    world,
    { method: 'DELETE', path: '/contacts/:contact_id', ...write },
    ({ account, params, reply }) => {
      const place = account.table.placeOf(params.contact_id ?? '')
      if (place < 0) throw notFound('contact_id is in an invalid format.')
      deleteContact(account, place, world.clock.now())
      return reply.code(204).send()
    },
  )
}
