import type { Selectable } from 'kysely'
import type { Db } from '../db/database.ts'
import type { AuditLogTable } from '../db/tables/people.ts'

export type AuditRow = Selectable<AuditLogTable>

/** Which entries are asked for; what is left out asks for all. Times are inclusive at the start, exclusive at the end. */
export type AuditFilter = {
  /** A part of the actor's name. */
  readonly actor?: string
  /** A whole action (`export.change`) or its noun (`export`). */
  readonly action?: string
  readonly targetKind?: string
  readonly target?: string
  readonly from?: Date
  readonly until?: Date
}

export type AuditPage = {
  readonly order: 'newest first' | 'oldest first'
  readonly beyond?: number
  readonly limit: number
}

/** Entries of the audit log in the order asked for, from beyond an entry's number on. */
export async function readAudit(db: Db, filter: AuditFilter, { order, beyond, limit }: AuditPage): Promise<AuditRow[]> {
  const newest = order === 'newest first'
  let query = db
    .selectFrom('audit_log')
    .selectAll()
    .orderBy('seq', newest ? 'desc' : 'asc')
    .limit(limit)
  const { actor, action, targetKind, target, from, until } = filter
  if (beyond !== undefined) query = query.where('seq', newest ? '<' : '>', beyond)
  if (actor !== undefined)
    query = query.where((eb) => eb(eb.fn('strpos', [eb.fn('lower', ['actor']), eb.val(actor.toLowerCase())]), '>', 0))
  if (action !== undefined) {
    query = query.where((eb) =>
      eb.or([eb('action', '=', action), eb(eb.fn('starts_with', ['action', eb.val(`${action}.`)]), '=', true)]),
    )
  }
  if (targetKind !== undefined) query = query.where('target_kind', '=', targetKind)
  if (target !== undefined) query = query.where('target', '=', target)
  if (from !== undefined) query = query.where('at', '>=', from)
  if (until !== undefined) query = query.where('at', '<', until)
  return await query.execute()
}

const pageRows = 1000

/** Every entry that matches, oldest first, read a page at a time. */
export async function* streamAudit(db: Db, filter: AuditFilter): AsyncGenerator<AuditRow> {
  let beyond = 0
  for (;;) {
    const page = await readAudit(db, filter, { order: 'oldest first', beyond, limit: pageRows })
    yield* page
    const last = page.at(-1)
    if (page.length < pageRows || !last) return
    beyond = last.seq
  }
}
