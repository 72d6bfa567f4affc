import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { textOf } from '../search.ts'
import { signedIn } from './root.ts'

/** System: what runs by itself, how it stands, what is set. Everybody may look. */
export const systemPages = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/administrator/system',
    beforeLoad: () => {
      throw redirect({ to: '/administrator/system/status', search: {}, replace: true })
    },
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/administrator/system/status',
    component: lazyRouteComponent(() => import('../../routes/system.tsx'), 'StatusPage'),
    validateSearch: ({ refresh, of }): { refresh?: string | undefined; of?: string | undefined } => ({
      ...textOf('refresh', refresh),
      // Whose history is open: its kind and name, `segment:everybody`.
      ...textOf('of', of),
    }),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/administrator/system/schedule',
    component: lazyRouteComponent(() => import('../../routes/system.tsx'), 'SchedulePage'),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/administrator/system/general',
    component: lazyRouteComponent(() => import('../../routes/system.tsx'), 'GeneralPage'),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/administrator/system/keys',
    component: lazyRouteComponent(() => import('../../routes/system.tsx'), 'KeysPage'),
  }),
  createRoute({
    getParentRoute: () => signedIn,
    path: '/administrator/system/about',
    component: lazyRouteComponent(() => import('../../routes/system.tsx'), 'AboutPage'),
  }),
] as const
