import { z } from 'zod'
import { acceptInvitation } from '../../access/accept-invitation.ts'
import { lookAtLink } from '../../access/look-at-link.ts'
import { requestReset, useReset } from '../../access/reset-password.ts'
import { setUp } from '../../access/set-up.ts'
import {
  emailSchema,
  languageSchema,
  linkTokenSchema,
  passwordSchema,
  personNameSchema,
} from '../../contract/people.ts'
import { browserOf, letIn } from '../browser.ts'
import { logFailure } from '../log-failure.ts'
import { openRoute, type Route } from '../route.ts'

const tag = 'Signing in'
const bodyLimit = 8 * 1024

/** What links of the terminal, of administrators and of mails lead to. Tokens only ever come in bodies. */
export const oneTimeLinkRoutes: readonly Route[] = [
  openRoute({
    method: 'POST',
    path: '/one-time-link',
    tag,
    summary: 'What a link is for, and for whom',
    body: z.object({ token: linkTokenSchema }),
    bodyLimit,
    answers: {
      200: z.object({
        purpose: z.enum(['set-up', 'invitation', 'reset']),
        email: z.string().nullable(),
        name: z.string().nullable(),
        expiresAt: z.iso.datetime(),
      }),
    },
    handle: async ({ app, body: { token } }) => {
      const { expiresAt, ...link } = await lookAtLink(app, token)
      return { ...link, expiresAt: expiresAt.toISOString() }
    },
  }),
  openRoute({
    method: 'POST',
    path: '/set-up',
    tag,
    summary: 'Become the first administrator, with the link that the terminal shows; answers with a cookie',
    body: z.object({
      token: linkTokenSchema,
      email: emailSchema,
      name: personNameSchema,
      password: passwordSchema,
      language: languageSchema.exactOptional(),
    }),
    bodyLimit,
    answers: { 204: null },
    handle: async ({ app, body, request, reply }) => {
      letIn(app, reply, await setUp(app, body, browserOf(app, request)))
    },
  }),
  openRoute({
    method: 'POST',
    path: '/invitation',
    tag,
    summary: 'Accept an invitation; answers with a cookie',
    body: z.object({
      token: linkTokenSchema,
      name: personNameSchema.exactOptional(),
      password: passwordSchema,
      language: languageSchema.exactOptional(),
    }),
    bodyLimit,
    answers: { 204: null },
    handle: async ({ app, body, request, reply }) => {
      letIn(app, reply, await acceptInvitation(app, body, browserOf(app, request)))
    },
  }),
  openRoute({
    method: 'POST',
    path: '/reset/request',
    tag,
    summary: 'Ask for a mail with a link to a new password; answers the same whether or not there is such a user',
    body: z.object({ email: emailSchema }),
    bodyLimit,
    answers: { 202: null },
    handle: async ({ app, body: { email }, request }) => {
      const { sent } = await requestReset(app, { email, address: request.ip })
      logFailure(request, sent, 'the mail with a link to a new password was not sent')
    },
  }),
  openRoute({
    method: 'POST',
    path: '/reset',
    tag,
    summary: 'Set a new password with a link; signs out everywhere',
    body: z.object({ token: linkTokenSchema, password: passwordSchema }),
    bodyLimit,
    answers: { 204: null },
    handle: async ({ app, body, request }) => {
      const { told } = await useReset(app, { ...body, address: request.ip })
      logFailure(request, told, 'the mail that tells of the new password was not sent')
    },
  }),
]
