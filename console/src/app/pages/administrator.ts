import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { departureKinds } from '../../features/connections/departures.ts'
import { type UserSort, userSorts } from '../../features/people/users.ts'
import { dayOf, oneOf, textOf } from '../search.ts'
import { signedIn } from './root.ts'

export const connectionSorts = [
  'displayName',
  '-displayName',
  'status',
  '-status',
  'connectedAt',
  '-connectedAt',
] as const

/** What administrators decide: where data may go, who may do what, when things run. */
export const administratorPages = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/administrator/connections',
    component: lazyRouteComponent(() => import('../../routes/connections.tsx'), 'ConnectionsPage'),
    validateSearch: ({ search, sort, draft }): ConnectionsSearch => ({
      ...textOf('search', search),
      ...oneOf('sort', connectionSorts, sort),
      ...textOf('draft', draft),
    }),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/administrator/connections/$name',
    component: lazyRouteComponent(() => import('../../routes/connection.tsx'), 'ConnectionPage'),
    validateSearch: ({ panel, draft, kind, email }): ConnectionSearch => ({
      ...oneOf('panel', ['change', 'remove'] as const, panel),
      ...textOf('draft', draft),
      ...oneOf('kind', departureKinds, kind),
      ...textOf('email', email),
    }),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/administrator/permissions',
    component: lazyRouteComponent(() => import('../../routes/permissions.tsx'), 'PermissionsPage'),
    validateSearch: ({ search, sort, panel }): PermissionsSearch => ({
      ...textOf('search', search),
      ...oneOf('sort', [...userSorts, ...userSorts.map((by) => `-${by}` as const)], sort),
      ...oneOf('panel', ['invite'] as const, panel),
    }),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/administrator/audit',
    component: lazyRouteComponent(() => import('../../routes/audit.tsx'), 'AuditPage'),
    validateSearch: ({ actor, action, target, from, until, entry }): AuditSearch => ({
      ...textOf('actor', actor),
      ...textOf('action', action),
      ...textOf('target', target),
      ...dayOf('from', from),
      ...dayOf('until', until),
      ...(typeof entry === 'number' && Number.isSafeInteger(entry) && entry > 0 && { entry }),
    }),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/administrator/budget',
    component: lazyRouteComponent(() => import('../../routes/budget.tsx'), 'BudgetPage'),
  }),
] as const

type AuditSearch = {
  actor?: string | undefined
  action?: string | undefined
  target?: string | undefined
  from?: string | undefined
  until?: string | undefined
  entry?: number | undefined
}

type PermissionsSearch = {
  search?: string | undefined
  sort?: UserSort | undefined
  panel?: 'invite' | undefined
}

type ConnectionsSearch = {
  search?: string | undefined
  sort?: (typeof connectionSorts)[number]
  /** The connection in the making that the panel shows: its id, or `new`. */
  draft?: string | undefined
}

type ConnectionSearch = {
  panel?: 'change' | 'remove' | undefined
  draft?: string | undefined
  kind?: (typeof departureKinds)[number] | undefined
  email?: string | undefined
}
