import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { signedIn } from './root.ts'

export const homePages = [
  createRoute({
    getParentRoute: () => signedIn,
    path: '/',
    component: lazyRouteComponent(() => import('../../routes/home.tsx'), 'HomePage'),
  }),
] as const
