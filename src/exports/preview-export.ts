import { constantContact } from '../constant-contact/destination.ts'
import type { Definitions } from '../contract/definitions.ts'
import { resolveDefinitions } from '../definitions/resolve-definitions.ts'
import type { EngineSession } from '../engine/engine.ts'
import { refreshFor } from '../refresh/refresh-for.ts'
import type { DeliveryAccount } from './delivery-account.ts'
import { planInput } from './export-input.ts'
import { judgePeople } from './judge-people.ts'
import { packBatches } from './pack-batches.ts'
import { deliverable, readFigures, type Standing } from './plan-figures.ts'
import { readDepartures } from './read-departures.ts'
import { resolveTarget } from './resolve-target.ts'
import { ExportNotFoundError, knownOfList, type RunNeeds } from './run-export.ts'

/** Ten people who stand in one way, for somebody to recognise a mistake by. */
export type Sample = {
  readonly standing: string
  readonly reason: string | null
  readonly people: readonly { readonly email: string | null; readonly key: string }[]
}

/** What a run would do, without doing it. */
export type Preview = {
  readonly export: string
  readonly list: string
  readonly all: Standing
  readonly segments: Readonly<Record<string, Standing>>
  readonly samples: readonly Sample[]
  readonly batches: number
  /** Imports, and the looks at least, that it would take. */
  readonly requests: number
  /** Seconds that the pace of requests alone takes. */
  readonly secondsAtLeast: number
  readonly requestsLeftToday: number
  readonly limit: number
  readonly warnings: readonly string[]
}

type Request = {
  readonly exportName: string
  readonly showEmails: boolean
  readonly signal: AbortSignal
}

/**
 * Plans an export as a run would, reading what a run would read, and throws the plan away: nothing is sent and no decision
 * is written down.
 */
export async function previewExport(needs: RunNeeds, written: Definitions, request: Request): Promise<Preview> {
  const { db, engine, clock } = needs
  const { exportName, signal } = request
  const definitions = resolveDefinitions(written, needs.variables)
  const definition = Object.hasOwn(definitions.exports, exportName) ? definitions.exports[exportName] : undefined
  if (!definition) throw new ExportNotFoundError(exportName, Object.keys(definitions.exports))
  await using client = await needs.openAccount(definition.connection)
  const refreshed = await refreshFor(needs, definitions, definition.segments, signal)
  const list = await resolveTarget(db, client, exportName, definition, signal)
  const place = { account_id: client.accountId, list_id: list.id, export_name: exportName }
  const input = planInput({
    definitions,
    exportName,
    definition,
    catalogue: refreshed.catalogue,
    members: refreshed.members,
    now: clock.now(),
    departures: await readDepartures(needs, client, signal),
    ...(await knownOfList(needs, place)),
  })
  await using session = await engine.session()
  await judgePeople(session, input, signal)
  const figures = await readFigures(session, input)
  const batches = await packBatches(session, input, signal)
  const requests = batches.length === 0 ? 0 : batches.length + 1
  const limit = constantContact.limits.profiles
  const contractLimit = definitions.connections[definition.connection]?.contractLimit
  return {
    export: exportName,
    list: `${list.name} (${list.id})`,
    ...figures,
    samples: await samplesOf(session, request.showEmails),
    batches: batches.length,
    requests,
    secondsAtLeast: Math.ceil(requests / constantContact.limits.requestsPerSecond),
    requestsLeftToday: await client.requestsLeftToday(),
    limit,
    warnings: [
      ...limitWarning(figures.all, limit),
      ...(contractLimit === undefined ? [] : await contractWarning(client, figures.all, contractLimit, signal)),
      ...(refreshed.corruptRows > 0
        ? [`The sources have ${refreshed.corruptRows.toLocaleString('en-US')} corrupt rows (postbud sources list).`]
        : []),
    ],
  }
}

function limitWarning(standing: Standing, limit: number): string[] {
  const people = deliverable(standing)
  return people > limit
    ? [
        `${people.toLocaleString('en-US')} deliverable people are more than the ${limit.toLocaleString('en-US')} an export may have; a run would be skipped.`,
      ]
    : []
}

/** New people are new to the list; how many of them the account has already is not known before they are sent. */
async function contractWarning(
  client: DeliveryAccount,
  standing: Standing,
  contractLimit: number,
  signal: AbortSignal,
) {
  const inAccount = await client.countContacts({ status: 'active' }, signal)
  if (inAccount === undefined) return []
  const atMost = inAccount + standing.new
  return atMost > contractLimit
    ? [
        `The account has ${inAccount.toLocaleString('en-US')} contacts and would have up to ${atMost.toLocaleString('en-US')}; its contract allows ${contractLimit.toLocaleString('en-US')}.`,
      ]
    : []
}

async function samplesOf(session: EngineSession, showEmails: boolean): Promise<Sample[]> {
  const rows = await session.rows<{
    standing: string
    reason: string | null
    email: string | null
    profile_key: string
  }>(
    `select standing, reason, email, profile_key from judged
     qualify row_number() over (partition by standing, reason order by profile_key) <= 10
     order by standing, reason, profile_key`,
  )
  const groups = Map.groupBy(rows, ({ standing, reason }) => `${standing}/${reason ?? ''}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const people = group.map(({ email, profile_key }) => ({
      email: showEmails ? email : maskEmail(email),
      key: profile_key,
    }))
    return [{ standing: first.standing, reason: first.reason, people }]
  })
}

/** `ann@example.com` as `a…@e….com`: enough to recognise one's own test address, not enough to write to. */
export function maskEmail(email: string | null): string | null {
  if (email === null) return null
  const at = email.lastIndexOf('@')
  const dot = email.lastIndexOf('.')
  if (at < 1 || dot < at) return `${email.slice(0, 1)}…`
  return `${email.slice(0, 1)}…@${email.slice(at + 1, at + 2)}…${email.slice(dot)}`
}
