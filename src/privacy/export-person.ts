import { existsSync } from 'node:fs'
import { recordAct } from '../access/audit.ts'
import type { Actor } from '../access/person.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import { resolveWhereSet } from '../definitions/resolve-definitions.ts'
import type { Cell, Engine, EngineSession } from '../engine/engine.ts'
import { readSnapshot } from '../engine/write-snapshot.ts'
import { makeErasureKey } from '../erased/erasure-key.ts'
import { personHash } from '../erased/person-hash.ts'
import { layOutGone, rowsWithout } from '../erased/person-rows.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import type { Variables } from '../lib/variables.ts'
import { personColumnsOf } from '../refresh/person-columns.ts'
import { membersOf } from '../segments/members-of.ts'
import { tableOf } from '../sources/source-state.ts'
import { findLinks } from './find-links.ts'
import { findPerson, type PersonAsked } from './find-person.ts'
import { byEmail, byKey } from './holding.ts'

type Needs = {
  readonly db: Db
  readonly engine: Engine
  readonly directory: DataDirectory
  readonly clock: Clock
  readonly variables: Variables
}

type Row = Readonly<Record<string, Cell>>

/** Everything that Postbud holds of one person, for that person. Times are ISO 8601. */
export type PersonExport = {
  readonly madeAt: string
  readonly emails: readonly string[]
  readonly keys: readonly string[]
  /** The rows of each table that are theirs, or in which their address stands. */
  readonly tables: Readonly<Record<string, readonly Row[]>>
  readonly segments: readonly string[]
  /** Who keeps them on which list, and since when. */
  readonly deliveries: readonly Row[]
  readonly receipts: readonly Row[]
  readonly removals: readonly Row[]
  /** What is known of them on lists beside that: put there by others, refused, left. */
  readonly lists: readonly Row[]
  readonly departures: readonly Row[]
  readonly departureEndings: readonly Row[]
  readonly tests: readonly Row[]
  readonly erasures: readonly Row[]
}

/**
 * Collects what is held of a person. That it was asked for is recorded, by a hash of who it is. Somebody of whom nothing is
 * known has empty lists.
 */
export async function exportPerson(
  needs: Needs,
  written: Definitions,
  actor: Actor,
  who: PersonAsked,
): Promise<PersonExport> {
  const { db, engine, directory, clock } = needs
  const definitions = resolveWhereSet(written, needs.variables)
  const identity = await findPerson(needs, definitions, who)
  const links = await findLinks(needs, definitions, identity)
  const { emails, keys } = identity
  await using session = await engine.session()
  await layOutGone(session, [
    ...emails.map((value) => ({ kind: 'email', value })),
    ...keys.map((value) => ({ kind: 'key', value })),
    ...links,
  ])
  const key = await makeErasureKey(directory)
  const hashes = [
    ...emails.map((value) => personHash(key, 'email', value)),
    ...keys.map((value) => personHash(key, 'key', value)),
  ]
  await recordAct(needs, { actor, action: 'person.export', target: { kind: 'person', name: hashes[0] ?? '' } })
  return {
    madeAt: clock.now().toISOString(),
    ...identity,
    tables: await tablesOf(needs, session, definitions),
    segments: await segmentsOf(needs, session),
    deliveries: await deliveriesOf(needs, session),
    ...(await receiptsOf(needs, session)),
    lists: await listsOf(needs, session),
    departures: await departuresOf(needs, session),
    departureEndings: await endingsOf(db, emails),
    tests: await testsOf(db, emails),
    erasures: await erasuresOf(db, hashes),
  }
}

async function tablesOf({ db, directory }: Needs, session: EngineSession, definitions: Definitions) {
  const tables: Record<string, Row[]> = {}
  for (const name of Object.keys(definitions.sources)) {
    const table = await tableOf(db, directory, name)
    const [file] = table?.files ?? []
    if (!table || file === undefined || !existsSync(file)) continue
    const rest = await rowsWithout(session, file, personColumnsOf(definitions, name))
    if (rest.rows + rest.cells === 0) continue
    // What an erasure would take out or change is theirs.
    tables[name] = await session.rows(`select * from ${readSnapshot([file])} except all ${rest.text} order by all`)
  }
  return tables
}

async function segmentsOf(needs: Needs, session: EngineSession): Promise<string[]> {
  const segments: string[] = []
  const states = await needs.db.selectFrom('segment_states').select('segment').orderBy('segment').execute()
  for (const { segment } of states) {
    const members = await membersOf(needs, segment)
    if (!members) continue
    const found = await session.rows(`select 1 as found from ${readSnapshot(members.files)} where ${byKey} limit 1`)
    if (found.length > 0) segments.push(segment)
  }
  return segments
}

async function deliveriesOf({ db, directory }: Needs, session: EngineSession): Promise<Row[]> {
  const claims = await db
    .selectFrom('claims')
    .innerJoin('lists', (join) =>
      join.onRef('lists.account_id', '=', 'claims.account_id').onRef('lists.list_id', '=', 'claims.list_id'),
    )
    .select(['claims.export_name', 'claims.file', 'lists.name', 'lists.list_id', 'lists.account_id'])
    .orderBy('claims.export_name')
    .execute()
  const found: Row[] = []
  for (const { export_name, file, name, list_id, account_id } of claims) {
    const rows = await session.rows(
      `select email, profile_key, delivered_at::varchar as delivered_at from ${readSnapshot([directory.absolute(file)])} where ${byEmail} or ${byKey}`,
    )
    found.push(...rows.map((row) => ({ export: export_name, list: name, list_id, account: account_id, ...row })))
  }
  return found
}

async function receiptsOf({ db, directory }: Needs, session: EngineSession) {
  const receipts: Row[] = []
  const removals: Row[] = []
  const runs = await db
    .selectFrom('runs')
    .selectAll()
    .where('finished_at', 'is not', null)
    .orderBy('created_at')
    .execute()
  for (const run of runs) {
    const at = { run: run.id, export: run.export_name, at: run.finished_at?.toISOString() ?? null }
    const look = async (file: string | null) => {
      const path = file === null ? undefined : directory.absolute(file)
      if (path === undefined || !existsSync(path)) return []
      return await session.rows(`select * from ${readSnapshot([path])} where ${byEmail} or ${byKey}`)
    }
    receipts.push(...(await look(run.receipts_file)).map((row) => ({ ...at, ...row })))
    removals.push(...(await look(run.removals_file)).map((row) => ({ ...at, ...row })))
  }
  return { receipts, removals }
}

async function listsOf({ db, directory }: Needs, session: EngineSession): Promise<Row[]> {
  const found: Row[] = []
  for (const list of await db.selectFrom('lists').selectAll().orderBy('name').execute()) {
    const files = {
      others: list.others_file,
      contact: list.ids_file,
      refused: list.refusals_file,
      unconfirmed: list.unsure_file,
      left: list.departures_file,
    }
    for (const [what, file] of Object.entries(files)) {
      if (file === null) continue
      const rows = await session.rows(`select * from ${readSnapshot([directory.absolute(file)])} where ${byEmail}`)
      found.push(...rows.map((row) => ({ list: list.name, list_id: list.list_id, what, ...row })))
    }
  }
  return found
}

async function departuresOf({ db, directory }: Needs, session: EngineSession): Promise<Row[]> {
  const found: Row[] = []
  for (const { account_id, file } of await db.selectFrom('departures').select(['account_id', 'file']).execute()) {
    const rows = await session.rows(`select * from ${readSnapshot([directory.absolute(file)])} where ${byEmail}`)
    found.push(...rows.map((row) => ({ account: account_id, ...row })))
  }
  return found
}

async function endingsOf(db: Db, emails: readonly string[]): Promise<Row[]> {
  if (emails.length === 0) return []
  const rows = await db
    .selectFrom('departure_endings')
    .selectAll()
    .where('email', 'in', [...emails])
    .execute()
  return rows.map(({ ended_at, ...row }) => ({ ...row, ended_at: ended_at.toISOString() }))
}

async function testsOf(db: Db, emails: readonly string[]): Promise<Row[]> {
  const runs = await db
    .selectFrom('runs')
    .select(['id', 'export_name', 'created_at', 'only_emails'])
    .where('only_emails', 'is not', null)
    .execute()
  return runs
    .filter(({ only_emails }) => (only_emails ?? []).some((email) => emails.includes(email)))
    .map(({ id, export_name, created_at }) => ({ run: id, export: export_name, at: created_at.toISOString() }))
}

async function erasuresOf(db: Db, hashes: readonly string[]): Promise<Row[]> {
  if (hashes.length === 0) return []
  const rows = await db
    .selectFrom('erased_hashes')
    .innerJoin('erasures', 'erasures.id', 'erased_hashes.erasure_id')
    .select(['erasures.id', 'erasures.state', 'erasures.asked_at'])
    .distinct()
    .where('erased_hashes.hash', 'in', [...hashes])
    .orderBy('erasures.asked_at')
    .execute()
  return rows.map(({ id, state, asked_at }) => ({ erasure: id, state, at: asked_at.toISOString() }))
}
