import { z } from 'zod'
import { alertKinds } from '../../alerts/alert.ts'
import { testAlerts } from '../../alerts/test-alerts.ts'
import { alertsSchema } from '../../contract/alerts.ts'
import { findDefinition } from '../../definitions/definition-version.ts'
import {
  type DefinitionRow,
  definitionsOf,
  loadDefinitions,
  readDefinitions,
} from '../../definitions/load-definitions.ts'
import { resolveWhereSet } from '../../definitions/resolve-definitions.ts'
import { changeAlertSettings } from '../../project/change-alert-settings.ts'
import { withoutSecrets } from '../../project/shown-secrets.ts'
import { changedNotes, changedShape } from '../definition-answers.ts'
import { expectedVersion, tellVersion } from '../preconditions.ts'
import { iso, outcomeShape, toldOutcome } from '../refresh-answers.ts'
import { type Route, route } from '../route.ts'
import { sentence } from '../sentence.ts'

const channel = z.enum(['mail', 'webhook'])
const environment = { kind: 'environment', name: 'environment' } as const
const settings = alertsSchema.nullable().describe('null: by mail to administrators, in English')

export const alertRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/alerts',
    tag: 'Alerts',
    summary: 'What needs a person now, and what was sent of late',
    rights: 'administrator',
    answers: {
      200: z.object({
        current: z.array(
          z.object({
            key: z.string(),
            kind: z.enum(alertKinds),
            subject: z.string(),
            ...outcomeShape,
            since: z.iso.datetime(),
          }),
        ),
        sent: z
          .array(
            z.object({
              id: z.string(),
              channel,
              recipient: z.string(),
              event: z.enum(['raised', 'recovered']),
              kind: z.enum(alertKinds),
              subject: z.string(),
              createdAt: z.iso.datetime(),
              sentAt: z.iso.datetime().nullable(),
              attempts: z.int(),
              nextAttemptAt: z.iso.datetime().nullable().describe('null when it was sent or given up'),
              problem: sentence.nullable().describe('Why it could not be sent the last time'),
            }),
          )
          .describe('The last hundred'),
      }),
    },
    handle: async ({ app: { db } }) => {
      const states = await db.selectFrom('alert_states').selectAll().orderBy('since').orderBy('key').execute()
      const rows = await db.selectFrom('alert_outbox').selectAll().orderBy('seq', 'desc').limit(100).execute()
      return {
        current: states.map(({ key, kind, subject, state, reason, message, since }) => ({
          key,
          kind,
          subject,
          ...toldOutcome({ status: state, reason, message }),
          since: since.toISOString(),
        })),
        sent: rows.map((row) => {
          const { event, kind, subject } = row.alert as { event: string; kind: string; subject: string }
          const isOpen = row.sent_at === null && row.given_up_at === null
          return {
            id: row.id,
            channel: row.channel,
            recipient: row.recipient,
            event,
            kind,
            subject,
            createdAt: row.created_at.toISOString(),
            sentAt: iso(row.sent_at),
            attempts: row.attempts,
            nextAttemptAt: isOpen ? row.next_attempt_at.toISOString() : null,
            problem: row.last_error,
          }
        }),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/alerts/settings',
    tag: 'Alerts',
    summary: 'Who is told when something needs a person',
    rights: 'administrator',
    answers: { 200: z.object({ settings, mailServer: z.boolean().describe('Whether one is set') }) },
    handle: async ({ app, reply }) => {
      const stored = await readDefinitions(app.db)
      tellVersion(reply, findDefinition(stored, environment))
      return { settings: settingsOf(stored), mailServer: app.mailer !== undefined }
    },
  }),
  route({
    method: 'PUT',
    path: '/alerts/settings',
    tag: 'Alerts',
    summary: 'Set who is told when something needs a person',
    rights: 'administrator',
    versioned: true,
    body: z.strictObject({ settings }),
    answers: { 200: z.object({ settings, ...changedShape }) },
    handle: async ({ app, person, body, request, reply }) => {
      const changes = await changeAlertSettings(app, person, body.settings, expectedVersion(request, environment))
      tellVersion(reply, findDefinition(changes.stored, environment))
      return { settings: settingsOf(changes.stored), ...changedNotes(changes) }
    },
  }),
  route({
    method: 'POST',
    path: '/alerts/test',
    tag: 'Alerts',
    summary: 'Send a test to everybody who would be told',
    rights: 'administrator',
    answers: {
      200: z.object({
        recipients: z.array(
          z.object({
            channel,
            recipient: z.string(),
            problem: sentence.nullable().describe('Why it was not taken; null when it was'),
          }),
        ),
      }),
    },
    handle: async ({ app, person, signal }) => {
      const definitions = resolveWhereSet(await loadDefinitions(app.db), app.variables)
      const tested = await testAlerts(app, definitions, person, signal)
      return {
        recipients: tested.map(({ channel, recipient, problem }) => ({ channel, recipient, problem: problem ?? null })),
      }
    },
  }),
]

function settingsOf(stored: readonly DefinitionRow[]) {
  return withoutSecrets(definitionsOf(stored).environment).alerts ?? null
}
