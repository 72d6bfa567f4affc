import { missingAmong } from '../constant-contact/account.ts'
import { constantContact } from '../constant-contact/destination.ts'
import type { ConnectionDefinition } from '../contract/definitions.ts'
import type { StoredAccount, StoredCheck } from '../db/tables/connections.ts'
import { AppError, messageOf } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'
import { type CheckedList, checkLists, type ListOfExport } from './check-lists.ts'
import { type ConnectionState, readConnectionState } from './connection-state.ts'
import { ExportUserInvalidError, invalidExportUsers } from './export-user.ts'
import { type ConnectionNeeds, openConstantContact, type SessionOptions } from './open-constant-contact.ts'
import { requireSameAccount } from './require-same-account.ts'

export type CheckInput = {
  readonly name: string
  readonly definition: ConnectionDefinition
  /** The lists that exports of this connection deliver to. */
  readonly lists: readonly ListOfExport[]
  readonly signal?: AbortSignal
  readonly session?: SessionOptions
}

/** `wrong` needs a person; `unknown` could not be found out now; `warning` will go wrong if nobody does anything. */
export type FindingKind = 'wrong' | 'unknown' | 'warning'

/** Something about a connection that a person should know. The message says what to do. */
export type Finding = {
  readonly kind: FindingKind
  readonly code: string
  /** Why the connection needs to be connected again. */
  readonly causeCode?: string
  readonly message: string
}

export type ConnectionCheck = {
  readonly name: string
  /** The worst of the findings. */
  readonly verdict: 'well' | FindingKind
  readonly account?: StoredAccount
  readonly renewedAt?: Date
  /** When the refresh token lapses unless the tokens are renewed before, and how many whole days that is away. */
  readonly lapsesAt?: Date
  readonly daysLeft?: number
  readonly lists: readonly CheckedList[]
  /** What Postbud needs and the person who signed in may not do, as far as it could be asked. */
  readonly missingPrivileges: readonly string[]
  readonly findings: readonly Finding[]
}

const dayMs = 86_400_000
/** Tokens are renewed daily where anything uses them, so this many days before they lapse something has long been wrong. */
const warnDays = 30

/**
 * Checks one connection without changing anything at Constant Contact: its tokens work (they are renewed if need be), they
 * open the account that was connected, no privilege is missing, the lists are there, and the refresh token does not lapse
 * soon. What is wrong is a finding, not an exception, so that one connection does not keep others from being checked. A
 * connection whose account was replaced is marked as to be connected again. What was found is kept. Throws only the signal's reason.
 */
export async function checkConnection(needs: ConnectionNeeds, input: CheckInput): Promise<ConnectionCheck> {
  const { name, signal } = input
  const findings: Finding[] = []
  const lists: CheckedList[] = []
  const missingPrivileges: string[] = []
  try {
    await askConstantContact(needs, input, { findings, lists, missingPrivileges })
  } catch (thrown) {
    signal?.throwIfAborted()
    findings.push(findingOf(thrown))
  }
  const state = await readConnectionState(needs.db, name)
  const problem = (await invalidExportUsers(needs.db)).get(name)
  if (problem) findings.push(findingOf(new ExportUserInvalidError(name, state.exportUser?.who ?? '', problem)))
  const life = lifeOf(state, needs.clock.now())
  findings.push(...lapseFindings(name, life))
  const verdict =
    (['wrong', 'unknown', 'warning'] as const).find((kind) => findings.some((each) => each.kind === kind)) ?? 'well'
  await noteCheck(needs, name, { verdict, missingPrivileges, findings })
  return {
    name,
    verdict,
    ...(state.account && { account: state.account }),
    ...life,
    lists,
    missingPrivileges,
    findings,
  }
}

/** Keeps what a check found, to be shown until the next one. */
async function noteCheck(
  { db, clock }: ConnectionNeeds,
  name: string,
  found: Pick<StoredCheck, 'verdict' | 'missingPrivileges' | 'findings'>,
): Promise<void> {
  const last_check = JSON.stringify({ at: clock.now().toISOString(), ...found } satisfies StoredCheck)
  await db.updateTable('connection_states').set({ last_check }).where('name', '=', name).execute()
}

type Found = {
  readonly findings: Finding[]
  readonly lists: CheckedList[]
  readonly missingPrivileges: string[]
}

/** The part of a check that takes requests. What is found goes into the three lists, also when it cannot be finished. */
async function askConstantContact(
  needs: ConnectionNeeds,
  { name, definition, lists: wanted, signal, session }: CheckInput,
  { findings, lists, missingPrivileges }: Found,
): Promise<void> {
  await using client = await openConstantContact(needs, { connections: { [name]: definition } }, name, session)
  // First what needs no privilege itself, so that a missing one is named rather than met.
  const missing = missingAmong(await client.readPrivileges(signal))
  missingPrivileges.push(...missing)
  if (missing.length > 0) findings.push(privilegesMissing(name, missing))
  if (!missing.includes('account:read')) await requireSameAccount(needs, name, client, signal)
  if (missing.includes('contacts:lists:read')) return
  for await (const { list, error } of checkLists(client, wanted, signal)) {
    lists.push(list)
    if (error)
      findings.push({ ...findingOf(error), message: said`${error.message} It is the list of ${exportsOf(list)}.` })
  }
}

function exportsOf({ exports }: CheckedList): string {
  return exports.map((each) => said`export "${each}"`).join(' and ')
}

function privilegesMissing(name: string, missing: readonly string[]): Finding {
  const message = said`The user who signed in to "${name}" lacks ${missing.join(', ')}, and exports are refused without. Give that user a role with it in Constant Contact, or connect as another user: postbud connect ${name}`
  return { kind: 'wrong', code: 'privilege_missing', message }
}

function findingOf(thrown: unknown): Finding {
  if (!(thrown instanceof AppError)) return { kind: 'unknown', code: 'unexpected', message: messageOf(thrown) }
  const causeCode = 'causeCode' in thrown && typeof thrown.causeCode === 'string' ? { causeCode: thrown.causeCode } : {}
  return {
    kind: thrown.recovery === 'later' ? 'unknown' : 'wrong',
    code: thrown.code,
    ...causeCode,
    message: thrown.message,
  }
}

export type Life = Pick<ConnectionCheck, 'renewedAt' | 'lapsesAt' | 'daysLeft'>

/** How long the refresh token has left. A connection that does not work has nothing left to lapse. */
export function lifeOf({ status, refreshedAt }: ConnectionState, now: Date): Life {
  if (status !== 'connected' || !refreshedAt) return {}
  const lapsesAt = new Date(refreshedAt.getTime() + constantContact.limits.refreshTokenDays * dayMs)
  const daysLeft = Math.max(0, Math.floor((lapsesAt.getTime() - now.getTime()) / dayMs))
  return { renewedAt: refreshedAt, lapsesAt, daysLeft }
}

function lapseFindings(name: string, { renewedAt, lapsesAt, daysLeft }: Life): Finding[] {
  if (!renewedAt || !lapsesAt || daysLeft === undefined || daysLeft >= warnDays) return []
  const [renewed, lapses] = [renewedAt, lapsesAt].map((moment) => moment.toISOString().slice(0, 10))
  const message = said`The tokens of "${name}" were last renewed on ${renewed} and lapse on ${lapses}, in ${daysLeft} days, unless something renews them before. A run or a check that reaches Constant Contact does; if none does, connect again: postbud connect ${name}`
  return [{ kind: 'warning', code: 'lapses_soon', message }]
}
