import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedIn } from './root.ts'

export const minePages = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/me',
    component: lazyRouteComponent(() => import('../../routes/mine.tsx'), 'MinePage'),
  }),
] as const
