import type { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'
import { Failed } from '../ui/failed.tsx'
import { Loading } from '../ui/loading.tsx'
import { administratorPages } from './pages/administrator.ts'
import { comingIn } from './pages/coming-in.ts'
import { dataPages } from './pages/data.ts'
import { exportPages } from './pages/exports.ts'
import { homePages } from './pages/home.ts'
import { minePages } from './pages/mine.ts'
import { privacyPages } from './pages/privacy.ts'
import { root, signedIn } from './pages/root.ts'
import { segmentPages } from './pages/segments.ts'
import { systemPages } from './pages/system.ts'

/** Every page. What a page shows is loaded when somebody first goes there, or points at a link to it. */
export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([
      ...comingIn,
      signedIn.addChildren([
        ...homePages,
        ...segmentPages,
        ...dataPages,
        ...exportPages,
        ...administratorPages,
        ...privacyPages,
        ...minePages,
        ...systemPages,
      ]),
    ]),
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
