import { z } from 'zod'
import { beginAgain } from '../../connections/begin-draft.ts'
import { dropDraft, listDrafts, requireDraft } from '../../connections/connection-draft.ts'
import { transferTexts, transferTextVersion } from '../../connections/data-transfer.ts'
import { beginDraftSignIn } from '../../connections/draft-sign-in.ts'
import { agree, becomeExportUser, chooseUsers } from '../../connections/draft-steps.ts'
import { thingName } from '../../contract/column.ts'
import { connectionSchema } from '../../contract/definitions-schema.ts'
import { languages } from '../../contract/language.ts'
import { said } from '../../lib/said.ts'
import { beginConnection } from '../../project/begin-connection.ts'
import { saveConnection } from '../../project/save-connection.ts'
import { type Route, route } from '../route.ts'
import { sentence } from '../sentence.ts'
import { draftAnswer, draftAnswerOf } from './connection-answers.ts'

const tag = 'Connecting'
const identified = z.object({ id: z.string().max(40) })

const givenSchema = z.strictObject({
  name: thingName,
  ...connectionSchema.shape,
  clientSecret: z
    .string()
    .min(1)
    .exactOptional()
    .describe('Stored sealed and never answered; a reference to a variable stays one. Left out with PKCE'),
})

/** A page of ours, and no way to another host: `//host` and `/\host` lead there. */
const ownPage = z
  .string()
  .max(2000)
  .regex(/^\/(?![/\\])[^\\\s]*$/, said`expected a path of this server, such as /connections`)

export const connectionDraftRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/connection-settings',
    tag,
    summary:
      'What making a connection takes: the redirect address to register, the text to agree to, the allowed hosts',
    rights: 'administrator',
    query: z.object({ language: z.enum(languages).default('en').describe('Of the text to agree to') }),
    answers: {
      200: z.object({
        redirectUrl: z.string().describe("To be registered in Constant Contact's developer portal, letter for letter"),
        reachesServer: z
          .boolean()
          .describe(
            'Whether the redirect address is below the public one; where it is not, nobody comes back from signing in',
          ),
        application: z
          .object({ clientId: z.boolean(), clientSecret: z.boolean() })
          .describe(
            'Which of ${CONSTANT_CONTACT_CLIENT_ID} and ${CONSTANT_CONTACT_CLIENT_SECRET} the server is set up with',
          ),
        consent: z.object({ version: z.string(), text: z.string() }),
        service: z
          .object({ apiUrl: z.string(), authUrl: z.string() })
          .describe('Where a connection leads that names none'),
        allowedHosts: z.array(z.string()).describe('Where one that names its own may lead'),
      }),
    },
    handle: ({ app: { config, variables }, query: { language } }) => ({
      redirectUrl: config.http.callbackUrl.href,
      reachesServer: config.http.callbackUrl.origin === new URL(config.http.publicUrl).origin,
      application: {
        clientId: Boolean(variables.CONSTANT_CONTACT_CLIENT_ID),
        clientSecret: Boolean(variables.CONSTANT_CONTACT_CLIENT_SECRET),
      },
      consent: { version: transferTextVersion, text: transferTexts[language] },
      service: config.constantContact,
      allowedHosts: [...config.allowedHosts],
    }),
  }),
  route({
    method: 'GET',
    path: '/connection-drafts',
    tag,
    summary: 'The connections that you have begun to make, or to make anew, and may go on with',
    rights: 'administrator',
    answers: { 200: z.object({ items: z.array(draftAnswer) }) },
    handle: async ({ app, person }) => ({ items: (await listDrafts(app, person)).map(draftAnswerOf) }),
  }),
  route({
    method: 'POST',
    path: '/connection-drafts',
    tag,
    summary: 'Begin to make a connection: its name and its application',
    rights: 'administrator',
    body: givenSchema,
    starts: true,
    answers: { 201: draftAnswer },
    handle: async ({ app, person, body: { name, ...given } }) =>
      draftAnswerOf(await beginConnection(app, person, { name, given })),
  }),
  route({
    method: 'POST',
    path: '/connections/:name/reconnection',
    tag,
    summary: 'Begin to connect a connection anew; it goes on as it is until that is saved',
    rights: 'administrator',
    params: z.object({ name: thingName }),
    starts: true,
    answers: { 201: draftAnswer },
    handle: async ({ app, person, params: { name } }) => draftAnswerOf(await beginAgain(app, person, name)),
  }),
  route({
    method: 'GET',
    path: '/connection-drafts/:id',
    tag,
    summary: 'How far one has come',
    rights: 'administrator',
    params: identified,
    answers: { 200: draftAnswer },
    handle: async ({ app, person, params: { id } }) => draftAnswerOf(await requireDraft(app, person, id)),
  }),
  route({
    method: 'DELETE',
    path: '/connection-drafts/:id',
    tag,
    summary: 'Give it up',
    rights: 'administrator',
    params: identified,
    answers: { 204: null },
    handle: ({ app, person, params: { id } }) => dropDraft(app, person, id),
  }),
  route({
    method: 'PUT',
    path: '/connection-drafts/:id/users',
    tag,
    summary: 'Choose who can use the connection; administrators unless said',
    rights: 'administrator',
    params: identified,
    body: z.strictObject({ users: z.enum(['administrators', 'contributors']) }),
    answers: { 200: draftAnswer },
    handle: async ({ app, person, params: { id }, body: { users } }) =>
      draftAnswerOf(await chooseUsers(app, person, id, users)),
  }),
  route({
    method: 'PUT',
    path: '/connection-drafts/:id/consent',
    tag,
    summary: '"I agree" to the transfer of data',
    rights: 'administrator',
    params: identified,
    body: z.strictObject({
      agree: z.literal(true),
      textVersion: z.string().describe('`consent.version` of GET /connection-settings, whose text was read'),
      language: z.enum(languages).default('en').describe('In which it was read'),
    }),
    answers: { 200: draftAnswer },
    handle: async ({ app, person, params: { id }, body }) => draftAnswerOf(await agree(app, person, id, body)),
  }),
  route({
    method: 'POST',
    path: '/connection-drafts/:id/sign-in',
    tag,
    summary: 'Connect: where to sign in with Constant Contact, within ten minutes, in the browser of the same person',
    rights: 'administrator',
    params: identified,
    body: z.strictObject({
      otherAccount: z
        .enum(['accept', 'refuse'])
        .default('refuse')
        .describe('Whether the connection may lead to another account than before'),
      returnTo: ownPage.exactOptional().describe('The page that the browser is sent to at the end'),
    }),
    answers: { 200: z.object({ address: z.string(), expiresAt: z.iso.datetime() }) },
    handle: async ({ app, person, params: { id }, body }) => {
      const redirectUrl = app.config.http.callbackUrl.href
      const { address, expiresAt } = await beginDraftSignIn(app, person, id, { ...body, redirectUrl })
      return { address: address.href, expiresAt: expiresAt.toISOString() }
    },
  }),
  route({
    method: 'PUT',
    path: '/connection-drafts/:id/export-user',
    tag,
    summary: 'Add yourself as export user; needs a sign-in of the last minutes, and no API key',
    rights: 'administrator',
    params: identified,
    answers: { 200: draftAnswer },
    handle: async ({ app, person, params: { id } }) => draftAnswerOf(await becomeExportUser(app, person, id)),
  }),
  route({
    method: 'POST',
    path: '/connection-drafts/:id/save',
    tag,
    summary: 'Save: the connection is there, or in the place of the one that was connected anew',
    rights: 'administrator',
    params: identified,
    starts: true,
    answers: { 200: z.object({ name: z.string(), warnings: z.array(sentence), consequences: z.array(sentence) }) },
    handle: async ({ app, person, params: { id } }) => {
      const { name } = await requireDraft(app, person, id)
      const { warnings, consequences } = await saveConnection(app, person, id)
      return { name, warnings, consequences }
    },
  }),
]
