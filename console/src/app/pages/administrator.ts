import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { departureKinds } from '../../features/connections/departures.ts'
import { oneOf, textOf } from '../search.ts'
import { signedIn } from './root.ts'

export const connectionSorts = ['displayName', '-displayName', 'status', '-status'] as const

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
] as const

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
