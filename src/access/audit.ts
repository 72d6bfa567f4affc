import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Tx } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'
import { maskEmailsIn } from '../lib/mask-email.ts'
import type { Actor } from './person.ts'

/** One act, for the record. What stood before and after holds no secret and no customer's e-mail. */
export type AuditEntry = {
  readonly actor: Actor
  /** What was done, as `noun.verb`: `export.change`, `run.approve`. */
  readonly action: string
  readonly target: { readonly kind: string; readonly name: string }
  readonly before?: object
  readonly after?: object
}

/** What a row's hash is made over, in this order. */
type Hashed = readonly [
  previous: string,
  seq: number,
  at: string,
  actorId: string | null,
  actor: string,
  via: string,
  address: string | null,
  action: string,
  targetKind: string,
  target: string,
  before: unknown,
  after: unknown,
]

const firstHash = '0'.repeat(64)

/**
 * Adds an act to the audit log, in the transaction that does it: neither is there without the other. Each row's hash covers
 * the one before it, so that a row that was changed or taken out shows (`verifyAudit`). Writers take turns.
 */
export async function recordAudit(tx: Tx, { clock }: { readonly clock: Clock }, entry: AuditEntry): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('audit_log', 0))`.execute(tx)
  const last = await tx
    .selectFrom('audit_log')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const { actor, action, target } = entry
  const [before, after] = [forTheRecord(entry.before), forTheRecord(entry.after)]
  const row = {
    seq: (last?.seq ?? 0) + 1,
    at: clock.now(),
    actor_id: actor.id,
    actor: actor.name,
    via: actor.via,
    address: actor.address ?? null,
    action,
    target_kind: target.kind,
    target: target.name,
    before: before ? JSON.stringify(before) : null,
    after: after ? JSON.stringify(after) : null,
    previous_hash: last?.hash ?? firstHash,
  }
  const hash = hashOf({ ...row, before: before ?? null, after: after ?? null })
  await tx
    .insertInto('audit_log')
    .values({ ...row, hash })
    .execute()
}

/** What people write in their own words may name a customer, and the log outlives an erasure. */
function forTheRecord(told: object | undefined): object | undefined {
  if (!told) return undefined
  const inOwnWords = (name: string) => name === 'note' || name === 'reason'
  return Object.fromEntries(
    Object.entries(told).map(([name, value]) => [
      name,
      inOwnWords(name) && typeof value === 'string' ? maskEmailsIn(value) : value,
    ]),
  )
}

/** Records an act that has no transaction of its own, such as one on files. */
export async function recordAct(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  entry: AuditEntry,
): Promise<void> {
  await db.transaction().execute((tx) => recordAudit(tx, { clock }, entry))
}

type ChainedRow = {
  readonly seq: number
  readonly at: Date
  readonly actor_id: string | null
  readonly actor: string
  readonly via: string
  readonly address: string | null
  readonly action: string
  readonly target_kind: string
  readonly target: string
  readonly before: unknown
  readonly after: unknown
  readonly previous_hash: string
}

function hashOf(row: ChainedRow): string {
  const hashed: Hashed = [
    row.previous_hash,
    row.seq,
    row.at.toISOString(),
    row.actor_id,
    row.actor,
    row.via,
    row.address,
    row.action,
    row.target_kind,
    row.target,
    inOrder(row.before),
    inOrder(row.after),
  ]
  return createHash('sha256').update(JSON.stringify(hashed)).digest('hex')
}

/** The database keeps JSON without the order of its keys, so that hashes are made over sorted ones. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, inOrder(each)]),
  )
}

/** A place in the log that somebody noted: the number of an entry and its hash. */
export type AuditMark = { readonly seq: number; readonly hash: string }

export type AuditVerdict = {
  readonly rows: number
  /** The last entry's mark, to be noted elsewhere: nothing else tells that entries were taken off the end. */
  readonly head?: AuditMark
  /** The first entry that is not as it was written, or that follows a gap; or the noted one that is gone or another. */
  readonly brokenAt?: number
}

/** Walks the whole log and judges it; `noted` is a mark from an earlier time that must still be there. */
export async function verifyAudit(db: Db, noted?: AuditMark): Promise<AuditVerdict> {
  let [head, rows] = [{ seq: 0, hash: firstHash }, 0]
  for (;;) {
    const page = await db
      .selectFrom('audit_log')
      .selectAll()
      .where('seq', '>', rows)
      .orderBy('seq')
      .limit(1000)
      .execute()
    if (page.length === 0) break
    for (const row of page) {
      const wrong = row.seq !== rows + 1 || row.previous_hash !== head.hash || row.hash !== hashOf(row)
      if (wrong || (row.seq === noted?.seq && row.hash !== noted.hash)) return { rows, brokenAt: rows + 1 }
      head = { seq: row.seq, hash: row.hash }
      rows += 1
    }
  }
  if (noted && noted.seq > rows) return { rows, brokenAt: rows + 1 }
  return rows > 0 ? { rows, head } : { rows }
}
