import { z } from 'zod'
import { lifeOf } from '../../connections/check-connection.ts'
import { type ConnectionDraft, nextStep } from '../../connections/connection-draft.ts'
import type { ConnectionState } from '../../connections/connection-state.ts'
import type { ExportUserProblem } from '../../connections/export-user.ts'
import type { ConnectionDefinition } from '../../contract/definitions.ts'
import { connectionSchema } from '../../contract/definitions-schema.ts'
import { versionOf } from '../../definitions/definition-version.ts'
import type { DefinitionRow } from '../../definitions/load-definitions.ts'
import { sentence } from '../sentence.ts'

const moment = z.iso.datetime()

const accountSchema = z.object({
  id: z.string(),
  organizationName: z.string().exactOptional(),
  contactEmail: z.string().exactOptional(),
})

const declaredShape = {
  displayName: z.string(),
  type: z.literal('constant-contact'),
  users: z.enum(['administrators', 'contributors']),
  clientId: z.string(),
  clientSecret: z.object({ set: z.boolean() }).describe('A secret is never answered'),
  service: z.object({ apiUrl: z.string(), authUrl: z.string() }).nullable(),
  contractLimit: z.int().nullable(),
  limits: connectionSchema.shape.limits.unwrap().nullable(),
}

/** What somebody sees who may put exports on a connection. */
export const connectionNameSchema = z.object({
  name: z.string(),
  displayName: z.string(),
  type: z.literal('constant-contact'),
})

/** What an administrator sees of a connection. */
export const connectionAnswer = z.object({
  name: z.string(),
  version: z.string().describe('The ETag without its quotes'),
  managedBy: z.string().nullable().describe('The file that declares it'),
  ...declaredShape,
  status: z.enum(['never_connected', 'connected', 'reconnect_needed']),
  causeCode: z.string().nullable(),
  cause: z.string().nullable().describe('Why it has to be connected again'),
  needs: z
    .enum(['connect', 'reconnect', 'export-user'])
    .nullable()
    .describe('What an administrator has to do before anything is delivered'),
  account: accountSchema.nullable(),
  consent: z.object({ who: z.string(), at: moment, textVersion: z.string() }).nullable(),
  exportUser: z
    .object({
      who: z.string(),
      at: moment,
      problem: z.enum(['removed', 'disabled', 'not_administrator']).nullable(),
    })
    .nullable(),
  connectedAt: moment.nullable(),
  tokensRenewedAt: moment.nullable(),
  lapsesAt: moment.nullable().describe('When the refresh token lapses unless the tokens are renewed before'),
  daysLeft: z.int().nullable(),
  missingPrivileges: z.array(z.string()).describe('As the last check found'),
  lastCheck: z
    .object({
      at: moment,
      verdict: z.string(),
      findings: z.array(z.object({ kind: z.string(), code: z.string(), message: sentence })),
    })
    .nullable(),
  exports: z.array(z.string()).describe('The exports that are on it'),
  links: z
    .object({
      lists: z.string(),
      departures: z.string(),
      drift: z
        .record(z.string(), z.string())
        .describe('By export, to POST to: how its list compares with what Postbud believes'),
    })
    .describe('Where more of it is told'),
})

type Connection = {
  readonly row: DefinitionRow & { readonly body: object }
  readonly state: ConnectionState | undefined
  readonly problem: ExportUserProblem | undefined
  readonly exports: readonly string[]
  readonly now: Date
}

function declared(name: string, definition: ConnectionDefinition) {
  const { displayName, type, users, clientId, clientSecret, service, contractLimit, limits } = definition
  return {
    displayName: displayName ?? name,
    type,
    users: users ?? 'administrators',
    clientId,
    clientSecret: { set: clientSecret !== undefined },
    service: service ?? null,
    contractLimit: contractLimit ?? null,
    limits: limits ?? null,
  } as const
}

export function nameAnswerOf(name: string, { displayName, type }: ConnectionDefinition) {
  return { name, displayName: displayName ?? name, type }
}

export function connectionAnswerOf({
  row,
  state: found,
  problem,
  exports,
  now,
}: Connection): z.input<typeof connectionAnswer> {
  const { name } = row
  const state: ConnectionState = found ?? { name, status: 'never_connected' }
  const { renewedAt, lapsesAt, daysLeft } = lifeOf(state, now)
  const { consent, exportUser, lastCheck } = state
  return {
    name,
    version: versionOf(row),
    managedBy: row.managedBy,
    ...declared(name, row.body as ConnectionDefinition),
    status: state.status,
    causeCode: state.causeCode ?? null,
    cause: state.cause ?? null,
    needs: needOf(state, problem),
    account: state.account ?? null,
    consent: consent ? { who: consent.who, at: consent.at, textVersion: consent.textVersion } : null,
    exportUser: exportUser ? { who: exportUser.who, at: exportUser.at, problem: problem ?? null } : null,
    connectedAt: state.connectedAt?.toISOString() ?? null,
    tokensRenewedAt: (renewedAt ?? state.refreshedAt)?.toISOString() ?? null,
    lapsesAt: lapsesAt?.toISOString() ?? null,
    daysLeft: daysLeft ?? null,
    missingPrivileges: [...(lastCheck?.missingPrivileges ?? [])],
    lastCheck: lastCheck ? { at: lastCheck.at, verdict: lastCheck.verdict, findings: [...lastCheck.findings] } : null,
    exports: [...exports],
    links: {
      lists: `/api/v1/connections/${name}/lists`,
      departures: `/api/v1/connections/${name}/departures`,
      drift: Object.fromEntries(exports.map((each) => [each, `/api/v1/exports/${each}/drift`])),
    },
  }
}

function needOf(
  { status }: ConnectionState,
  problem: ExportUserProblem | undefined,
): 'connect' | 'reconnect' | 'export-user' | null {
  if (status === 'never_connected') return 'connect'
  if (status === 'reconnect_needed') return 'reconnect'
  return problem ? 'export-user' : null
}

/** A connection that somebody is making. */
export const draftAnswer = z.object({
  id: z.string(),
  name: z.string(),
  remakes: z.boolean().describe('Whether a connection that is there is connected anew'),
  ...declaredShape,
  next: z.enum(['consent', 'sign-in', 'export-user', 'save']).describe('The step that comes next'),
  consent: z.object({ who: z.string(), at: moment, textVersion: z.string() }).nullable(),
  signIn: z.object({
    waitsUntil: moment.nullable().describe('Until when the person may come back from the sign-in page'),
    refusal: z.object({ code: z.string(), message: sentence, at: moment }).nullable(),
    account: accountSchema.nullable(),
    formerAccount: accountSchema.nullable().describe('The account it led to before, where it is another'),
    missingPrivileges: z.array(z.string()),
  }),
  exportUser: z.object({ who: z.string(), at: moment }).nullable(),
  expiresAt: moment.describe('When it is gone unless somebody goes on with it'),
})

export function draftAnswerOf(draft: ConnectionDraft): z.input<typeof draftAnswer> {
  const { id, name, remakes, consent, state_hash, state_expires_at, refusal, signed_in, export_user } = draft
  return {
    id,
    name,
    remakes,
    ...declared(name, draft.definition),
    next: nextStep(draft),
    consent: consent ? { who: consent.who, at: consent.at, textVersion: consent.textVersion } : null,
    signIn: {
      waitsUntil: state_hash === null ? null : (state_expires_at?.toISOString() ?? null),
      refusal,
      account: signed_in?.account ?? null,
      formerAccount: signed_in?.formerAccount ?? null,
      missingPrivileges: [...(signed_in?.missingPrivileges ?? [])],
    },
    exportUser: export_user ? { who: export_user.who, at: export_user.at } : null,
    expiresAt: draft.expires_at.toISOString(),
  }
}
