import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { type ExportsAsked, isSort } from '../../features/exports/exports.ts'
import { signedIn } from './root.ts'

export const exportPages = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/exports',
    component: lazyRouteComponent(() => import('../../routes/exports.tsx'), 'ExportsPage'),
    validateSearch: ({ search, sort }): { search?: string | undefined; sort?: ExportsAsked['sort'] } => ({
      ...(typeof search === 'string' && search !== '' && { search }),
      ...(isSort(sort) && { sort }),
    }),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/runs/$id',
    component: lazyRouteComponent(() => import('../../routes/run.tsx'), 'RunPage'),
  }),
] as const
