import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { root } from './root.ts'

/** The pages of those who are not signed in yet. */
export const comingIn = [
  createRoute({
    getParentRoute: () => root,
    path: '/sign-in',
    component: lazyRouteComponent(() => import('../../routes/sign-in.tsx'), 'SignInPage'),
    validateSearch: ({ next, problem }): { next?: string; problem?: string } => ({
      // Only a path of ours: an address of somebody else's must not be where a sign-in leads.
      ...(typeof next === 'string' && /^\/(?![/\\])/.test(next) && { next }),
      ...(typeof problem === 'string' && { problem }),
    }),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/set-up',
    component: lazyRouteComponent(() => import('../../routes/set-up.tsx'), 'SetUpPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/invitation',
    component: lazyRouteComponent(() => import('../../routes/invitation.tsx'), 'InvitationPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/reset',
    component: lazyRouteComponent(() => import('../../routes/reset.tsx'), 'ResetPage'),
  }),
] as const
