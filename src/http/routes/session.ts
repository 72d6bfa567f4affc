import { z } from 'zod'
import { hasAdministrator } from '../../access/administrators.ts'
import { reauthenticate } from '../../access/reauthenticate.ts'
import { signIn } from '../../access/sign-in.ts'
import { signOut } from '../../access/sign-out.ts'
import { emailSchema, passwordSchema } from '../../contract/people.ts'
import { browserOf, letIn, letOut } from '../browser.ts'
import { openRoute, type Route, route } from '../route.ts'

const tag = 'Signing in'

export const sessionRoutes: readonly Route[] = [
  openRoute({
    method: 'GET',
    path: '/session/ways',
    tag,
    summary: 'How people sign in here',
    answers: {
      200: z.object({
        password: z.boolean(),
        oidc: z.boolean().describe('At GET /session/oidc'),
        resetByMail: z.boolean(),
        setUpNeeded: z.boolean().describe('Whether nobody administrates yet: the terminal shows a link'),
      }),
    },
    handle: async ({ app: { config, db, mailer } }) => ({
      password: config.signIn.local,
      oidc: config.signIn.oidc !== undefined,
      resetByMail: config.signIn.local && mailer !== undefined,
      setUpNeeded: !(await hasAdministrator(db)),
    }),
  }),
  openRoute({
    method: 'POST',
    path: '/session',
    tag,
    summary: 'Sign in with a password; answers with a cookie',
    body: z.object({ email: emailSchema, password: passwordSchema }),
    bodyLimit: 8 * 1024,
    answers: { 204: null },
    handle: async ({ app, body, request, reply }) => {
      letIn(app, reply, await signIn(app, { ...body, browser: browserOf(app, request) }))
    },
  }),
  openRoute({
    method: 'DELETE',
    path: '/session',
    tag,
    summary: 'Sign out of this browser',
    answers: {
      200: z.object({
        goTo: z
          .string()
          .nullable()
          .describe('Where the browser goes on to sign out of the OpenID provider; null where that is not wished'),
      }),
    },
    handle: async ({ app, request, reply, person }) => {
      const goTo = await signOut(app, person, browserOf(app, request))
      letOut(app, reply)
      return { goTo: goTo ?? null }
    },
  }),
  route({
    method: 'POST',
    path: '/session/reauthenticate',
    tag,
    summary: 'Give the password once more, for acts that ask for it',
    rights: 'viewer',
    body: z.object({ password: passwordSchema }),
    bodyLimit: 8 * 1024,
    answers: { 204: null },
    handle: async ({ app, person, body: { password }, request, reply }) => {
      letIn(app, reply, await reauthenticate(app, person, { password, browser: browserOf(app, request) }))
    },
  }),
]
