import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, Outlet, redirect } from '@tanstack/react-router'
import { type Me, meQuery } from '../../features/session/me.ts'
import { NotFound } from '../../ui/not-found.tsx'
import { chooseFormat } from '../formats.ts'
import { hasChosenLanguage, speak } from '../languages.ts'
import { Shell } from '../shell.tsx'

export const root = createRootRouteWithContext<{ readonly queries: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFound,
})

/** What only those who have signed in see; who has not is led to the sign-in and back. */
export const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Shell,
  beforeLoad: async ({ context: { queries }, location }) => {
    const me = await queries.ensureQueryData(meQuery)
    if (!me) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } })
    await asTheUser(me)
    return { me }
  },
})

/** What is kept with the user counts in every browser: the format, and the language where none was chosen in this one. */
async function asTheUser({ format, language }: Me): Promise<void> {
  chooseFormat(format)
  if (!hasChosenLanguage()) await speak(language)
}
