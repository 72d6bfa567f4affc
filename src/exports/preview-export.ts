import { constantContact } from '../constant-contact/destination.ts'
import type { Definitions } from '../contract/definitions.ts'
import { resolveDefinitions } from '../definitions/resolve-definitions.ts'
import { refreshFor } from '../refresh/refresh-for.ts'
import type { DeliveryAccount } from './delivery-account.ts'
import { planInput } from './export-input.ts'
import { judgePeople } from './judge-people.ts'
import { knownOfList } from './known-of-list.ts'
import { packBatches } from './pack-batches.ts'
import { deliverable, readFigures, type Standing } from './plan-figures.ts'
import { readDepartures } from './read-departures.ts'
import { resolveTarget } from './resolve-target.ts'
import { ExportNotFoundError } from './run-export.ts'
import type { RunNeeds } from './run-needs.ts'
import { type Sample, samplePeople } from './sample-people.ts'

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
  /** How many deliverable people an export may have. */
  readonly limit: number
  readonly account: AccountSize
  readonly warnings: readonly string[]
}

/** Contacts of the account, who are what Constant Contact charges for. */
export type AccountSize = {
  /** As it is now, or null where Constant Contact did not say. */
  readonly contacts: number | null
  /** After the run: people new to the list count as new to the account, since who of them is in it already is not known. */
  readonly contactsAtMost: number | null
  /** What the connection's contract allows, where it is declared. */
  readonly contractLimit: number | null
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
  const { contractLimit } = definitions.connections[definition.connection] ?? {}
  const account = await accountSize(client, figures.all, contractLimit, signal)
  return {
    export: exportName,
    list: `${list.name} (${list.id})`,
    ...figures,
    samples: await samplePeople(session, request.showEmails ? 'in full' : 'masked'),
    batches: batches.length,
    requests,
    secondsAtLeast: Math.ceil(requests / constantContact.limits.requestsPerSecond),
    requestsLeftToday: await client.requestsLeftToday(),
    limit,
    account,
    warnings: [
      ...limitWarning(figures.all, limit),
      ...contractWarning(account),
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

async function accountSize(
  client: DeliveryAccount,
  standing: Standing,
  contractLimit: number | undefined,
  signal: AbortSignal,
): Promise<AccountSize> {
  const contacts = await client.countContacts({ status: 'active' }, signal)
  return {
    contacts: contacts ?? null,
    contactsAtMost: contacts === undefined ? null : contacts + standing.new,
    contractLimit: contractLimit ?? null,
  }
}

function contractWarning({ contacts, contactsAtMost, contractLimit }: AccountSize): string[] {
  if (contacts === null || contactsAtMost === null || contractLimit === null || contactsAtMost <= contractLimit)
    return []
  const [now, then, allowed] = [contacts, contactsAtMost, contractLimit].map((each) => each.toLocaleString('en-US'))
  return [`The account has ${now} contacts and would have up to ${then}; its contract allows ${allowed}.`]
}
