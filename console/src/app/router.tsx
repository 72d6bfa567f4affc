import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, createRouter, Outlet, redirect } from '@tanstack/react-router'
import { type ExportsAsked, isSort } from '../features/exports/exports.ts'
import { meQuery } from '../features/session/me.ts'
import { ExportsPage } from '../routes/exports.tsx'
import { HomePage } from '../routes/home.tsx'
import { InvitationPage } from '../routes/invitation.tsx'
import { ResetPage } from '../routes/reset.tsx'
import { RunPage } from '../routes/run.tsx'
import { SetUpPage } from '../routes/set-up.tsx'
import { SignInPage } from '../routes/sign-in.tsx'
import { Failed } from '../ui/failed.tsx'
import { Loading } from '../ui/loading.tsx'
import { NotFound } from '../ui/not-found.tsx'
import { Shell } from './shell.tsx'

const root = createRootRouteWithContext<{ readonly queries: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFound,
})

const open = [
  createRoute({
    getParentRoute: () => root,
    path: '/sign-in',
    component: SignInPage,
    validateSearch: ({ next, problem }): { next?: string; problem?: string } => ({
      // Only a path of ours: an address of somebody else's must not be where a sign-in leads.
      ...(typeof next === 'string' && /^\/(?![/\\])/.test(next) && { next }),
      ...(typeof problem === 'string' && { problem }),
    }),
  }),
  createRoute({ getParentRoute: () => root, path: '/set-up', component: SetUpPage }),
  createRoute({ getParentRoute: () => root, path: '/invitation', component: InvitationPage }),
  createRoute({ getParentRoute: () => root, path: '/reset', component: ResetPage }),
]

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Shell,
  beforeLoad: async ({ context: { queries }, location }) => {
    const me = await queries.ensureQueryData(meQuery)
    if (!me) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } })
    return { me }
  },
})

const exportsRoute = createRoute({
  getParentRoute: () => signedIn,
  path: '/exports',
  component: ExportsPage,
  validateSearch: ({ search, sort }): { search?: string | undefined; sort?: ExportsAsked['sort'] } => ({
    ...(typeof search === 'string' && search !== '' && { search }),
    ...(isSort(sort) && { sort }),
  }),
})

const run = createRoute({ getParentRoute: () => signedIn, path: '/runs/$id', component: RunPage })

const home = createRoute({ getParentRoute: () => signedIn, path: '/', component: HomePage })

export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([...open, signedIn.addChildren([home, exportsRoute, run])]),
    context: { queries },
    defaultPendingComponent: Loading,
    defaultErrorComponent: Failed,
    defaultPreload: 'intent',
    scrollRestoration: true,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
