import { z } from 'zod'
import { changeUser, removeUser } from '../../access/change-user.ts'
import { type Invited, inviteAgain, inviteUser } from '../../access/invite-user.ts'
import { listUsers, userSorts } from '../../access/list-users.ts'
import type { OneTimeLink } from '../../access/one-time-links.ts'
import { invitationMail, resetMail } from '../../access/people-mails.ts'
import type { Person } from '../../access/person.ts'
import { makeResetLink } from '../../access/reset-password.ts'
import { findUser, type User, type UserRow, userOf } from '../../access/users.ts'
import {
  emailSchema,
  languageSchema,
  oneTimeLinkSchema,
  personNameSchema,
  roleSchema,
  userSchema,
} from '../../contract/people.ts'
import type { Mail } from '../../mail/mailer.ts'
import { type Route, route } from '../route.ts'
import { sentence } from '../sentence.ts'
import type { ServerApp } from '../server-app.ts'

const tag = 'People'
const params = z.object({ id: z.string() })
const handOver = z
  .enum(['mail', 'link'])
  .exactOptional()
  .describe('Whether a mail takes the link along or the answer shows it, once; a mail where a mail server is set')

/** A user, and how the link reaches them: by mail, or in this answer and nowhere else. */
const handedOver = z.object({
  user: userSchema,
  mailed: z.boolean(),
  link: oneTimeLinkSchema.nullable().describe('Shown once; null when a mail took it along, or no link is needed'),
  mailProblem: sentence.nullable().describe('Why the mail could not be sent; the link is here then'),
})

export const userRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/users',
    tag,
    summary: 'The users',
    rights: 'administrator',
    query: z.object({
      search: z.string().trim().min(1).max(100).exactOptional().describe('A part of a name or an e-mail address'),
      role: roleSchema.exactOptional(),
      status: userSchema.shape.status.exactOptional(),
      sort: z
        .enum([...userSorts, ...userSorts.map((sort) => `-${sort}` as const)])
        .default('name')
        .describe('With - in front: descending'),
      limit: z.coerce.number().int().min(1).max(500).default(100),
      cursor: z.coerce.number().int().min(0).default(0).describe('`next` of the page before'),
    }),
    answers: {
      200: z.object({
        items: z.array(userSchema),
        count: z.int(),
        next: z.int().nullable(),
        mailServer: z.boolean().describe('Whether one is set, so that a mail can take links along'),
      }),
    },
    handle: async ({ app, query: { sort, cursor, limit, ...filter } }) => {
      const by = userSorts.find((each) => sort.endsWith(each)) ?? 'name'
      const page = { ...filter, sort: by, descending: sort.startsWith('-'), limit, offset: cursor }
      const { users, count } = await listUsers(app.db, page)
      const next = cursor + users.length
      return {
        items: users.map(presented),
        count,
        next: next < count ? next : null,
        mailServer: app.mailer !== undefined,
      }
    },
  }),
  route({
    method: 'POST',
    path: '/users',
    tag,
    summary: 'Invite somebody',
    rights: 'administrator',
    body: z.object({
      email: emailSchema,
      name: personNameSchema,
      role: roleSchema,
      language: languageSchema.exactOptional(),
      handOver,
    }),
    answers: { 201: handedOver },
    handle: async ({ app, person, body: { handOver: by, ...given } }) =>
      handOverInvitation(app, person, await inviteUser(app, person, given), by),
  }),
  route({
    method: 'GET',
    path: '/users/:id',
    tag,
    summary: 'A user',
    rights: 'administrator',
    params,
    answers: { 200: userSchema },
    handle: async ({ app, params: { id } }) => presented(userOf(await findUser(app.db, id))),
  }),
  route({
    method: 'PATCH',
    path: '/users/:id',
    tag,
    summary: 'Change the name or the role of a user, disable or enable them; acts at their next request',
    rights: 'administrator',
    params,
    body: z.strictObject({
      name: personNameSchema.exactOptional(),
      role: roleSchema.exactOptional(),
      status: z.enum(['active', 'disabled']).exactOptional(),
    }),
    answers: { 200: userSchema },
    handle: async ({ app, person, params: { id }, body }) => presented(userOf(await changeUser(app, person, id, body))),
  }),
  route({
    method: 'DELETE',
    path: '/users/:id',
    tag,
    summary: 'Remove a user with their sessions and API keys',
    rights: 'administrator',
    params,
    answers: { 204: null },
    handle: ({ app, person, params: { id } }) => removeUser(app, person, id),
  }),
  route({
    method: 'POST',
    path: '/users/:id/invitation',
    tag,
    summary: 'Invite somebody again who has not come yet; the former link opens nothing any more',
    rights: 'administrator',
    params,
    body: z.object({ handOver }).nullish(),
    answers: { 201: handedOver },
    handle: async ({ app, person, params: { id }, body }) =>
      handOverInvitation(app, person, await inviteAgain(app, person, id), body?.handOver),
  }),
  route({
    method: 'POST',
    path: '/users/:id/reset-link',
    tag,
    summary: 'A link with which a user sets a new password, once',
    rights: 'administrator',
    params,
    body: z.object({ handOver }).nullish(),
    answers: { 201: handedOver },
    handle: async ({ app, person, params: { id }, body }) => {
      const { user, ...link } = await makeResetLink(app, person, id)
      return handOverLink(app, user, link, resetMail(user, link), body?.handOver)
    },
  }),
]

async function handOverInvitation(
  app: ServerApp,
  { name: by }: Person,
  { user, link }: Invited,
  how?: 'mail' | 'link',
) {
  const signInAt = `${app.config.http.publicUrl}/sign-in`
  return handOverLink(app, user, link, invitationMail(user, { by, signInAt, ...(link && { link }) }), how)
}

async function handOverLink(
  { mailer }: ServerApp,
  user: UserRow,
  link: OneTimeLink | undefined,
  mail: Mail,
  how: 'mail' | 'link' = 'mail',
): Promise<z.input<typeof handedOver>> {
  const problem = how === 'link' || !mailer ? null : await problemOf(mailer.send(mail))
  const mailed = how === 'mail' && mailer !== undefined && problem === null
  return {
    user: presented(userOf(user)),
    mailed,
    link: mailed || !link ? null : { ...link, expiresAt: link.expiresAt.toISOString() },
    mailProblem: problem,
  }
}

async function problemOf(sent: Promise<void>): Promise<string | null> {
  try {
    await sent
    return null
  } catch (thrown) {
    if (thrown instanceof Error) return thrown.message
    throw thrown
  }
}

function presented(user: User): z.input<typeof userSchema> {
  const { createdAt, lastSignInAt, ...rest } = user
  return { ...rest, createdAt: createdAt.toISOString(), lastSignInAt: lastSignInAt?.toISOString() ?? null }
}
