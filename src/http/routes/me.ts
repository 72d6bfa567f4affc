import { z } from 'zod'
import { changeMe } from '../../access/change-me.ts'
import { changePassword } from '../../access/change-password.ts'
import { endOneSession, listSessions, signOutEverywhere } from '../../access/my-sessions.ts'
import type { Person } from '../../access/person.ts'
import { findUser, type UserRow } from '../../access/users.ts'
import { formatSchema, languageSchema, passwordSchema, personNameSchema, roleSchema } from '../../contract/people.ts'
import { browserOf, letIn, letOut } from '../browser.ts'
import { logFailure } from '../log-failure.ts'
import { type Route, route } from '../route.ts'

const tag = 'People'

const meSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleSchema.describe('That counts for this request; an API key\u2019s may be less than its owner\u2019s'),
  language: languageSchema,
  format: formatSchema,
  hasPassword: z.boolean(),
  authenticatedAt: z.iso.datetime().nullable().describe('When a signed-in user last proved who they are'),
})

const sessionSchema = z.object({
  id: z.string(),
  way: z.enum(['password', 'oidc']),
  createdAt: z.iso.datetime(),
  seenAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  address: z.string().nullable(),
  agent: z.string().nullable(),
  current: z.boolean().describe('Whether it is the browser that asks'),
})

export const meRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/me',
    tag,
    summary: 'Who asks',
    rights: 'viewer',
    answers: { 200: meSchema },
    handle: async ({ app, person }) => presented(person, await findUser(app.db, person.id)),
  }),
  route({
    method: 'PATCH',
    path: '/me',
    tag,
    summary: 'Change your name, your language, and how dates and numbers are written',
    rights: 'viewer',
    body: z.strictObject({
      name: personNameSchema.exactOptional(),
      language: languageSchema.exactOptional(),
      format: formatSchema.exactOptional(),
    }),
    answers: { 200: meSchema },
    handle: async ({ app, person, body }) => presented(person, await changeMe(app, person, body)),
  }),
  route({
    method: 'PUT',
    path: '/me/password',
    tag,
    summary: 'Change your password; signs you out everywhere else',
    rights: 'viewer',
    body: z.object({
      current: passwordSchema.exactOptional().describe('Left out by whoever has none yet'),
      password: passwordSchema,
    }),
    bodyLimit: 8 * 1024,
    answers: { 204: null },
    handle: async ({ app, person, body, request, reply }) => {
      const { token, told } = await changePassword(app, person, { ...body, browser: browserOf(app, request) })
      logFailure(request, told, 'the mail that tells of the new password was not sent')
      letIn(app, reply, token)
    },
  }),
  route({
    method: 'GET',
    path: '/me/sessions',
    tag,
    summary: 'Where you are signed in',
    rights: 'viewer',
    answers: { 200: z.object({ items: z.array(sessionSchema) }) },
    handle: async ({ app, person, request }) => {
      const sessions = await listSessions(app, person, browserOf(app, request).token)
      return {
        items: sessions.map(({ createdAt, seenAt, endsAt, ...session }) => ({
          ...session,
          createdAt: createdAt.toISOString(),
          seenAt: seenAt.toISOString(),
          endsAt: endsAt.toISOString(),
        })),
      }
    },
  }),
  route({
    method: 'DELETE',
    path: '/me/sessions',
    tag,
    summary: 'Sign out everywhere',
    rights: 'viewer',
    answers: { 204: null },
    handle: async ({ app, person, reply }) => {
      await signOutEverywhere(app, person)
      letOut(app, reply)
    },
  }),
  route({
    method: 'DELETE',
    path: '/me/sessions/:id',
    tag,
    summary: 'Sign out of one browser',
    rights: 'viewer',
    params: z.object({ id: z.string() }),
    answers: { 204: null },
    handle: ({ app, person, params: { id } }) => endOneSession(app, person, id),
  }),
]

function presented({ id, email, role, authenticatedAt }: Person, user: UserRow): z.input<typeof meSchema> {
  return {
    id,
    name: user.name,
    email,
    role,
    language: user.language,
    format: user.format,
    hasPassword: user.password_hash !== null,
    authenticatedAt: authenticatedAt?.toISOString() ?? null,
  }
}
