import { recordAudit } from '../access/audit.ts'
import { type Actor, systemActor } from '../access/person.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { Db, Tx } from '../db/database.ts'
import type { RefreshScope } from '../db/tables/schedules.ts'
import type { Clock } from '../lib/clock.ts'
import { newId } from '../lib/ids.ts'
import { findSegment } from '../segments/find-segment.ts'
import { findSource } from '../sources/find-source.ts'
import { matchingTask, type RefreshRow, requireRefresh, type TaskKind } from './refresh-store.ts'
import { inOrderOfNeed } from './upstream-of.ts'

export type AskedRefresh = {
  readonly trigger: RefreshRow['trigger']
  readonly actor: Actor
  /** Only these; null for everything: sources, profiles, segments and the exports that go along. */
  readonly scope: RefreshScope | null
  /** The time of the schedule that it is of. */
  readonly dueAt?: Date
}

/**
 * Puts a refresh in the queue with its tasks, or answers the one that has not ended when everything is asked for: two clicks
 * make one. It goes into the transaction that it is handed. Throws SourceNotFoundError and SegmentNotFoundError.
 */
export async function startRefresh(
  tx: Tx,
  { clock }: { readonly clock: Clock },
  definitions: Definitions,
  { trigger, actor, scope, dueAt }: AskedRefresh,
): Promise<RefreshRow> {
  for (const name of scope?.sources ?? []) findSource(definitions.sources, name)
  for (const name of scope?.segments ?? []) findSegment(definitions.segments, name)
  const now = clock.now()
  const id = newId(now)
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('refreshes')
    .values({
      id,
      trigger,
      started_by: actor.name,
      scope: scope && JSON.stringify(scope),
      status: 'Queued',
      due_at: dueAt ?? null,
      created_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  if (!numInsertedOrUpdatedRows) return findOpenOfEverything(tx)

  const tasks = tasksFor(definitions, scope)
  await tx
    .insertInto('refresh_tasks')
    .values(tasks.map((task, position) => ({ refresh_id: id, position, status: 'Queued', ...task })))
    .execute()
  if (actor !== systemActor) {
    const after = { refresh: id, ...(scope ?? { everything: true }) }
    await recordAudit(tx, { clock }, { actor, action: 'refresh.start', target: { kind: 'refresh', name: id }, after })
  }
  return requireRefresh(tx, id)
}

async function findOpenOfEverything(db: Db): Promise<RefreshRow> {
  return db
    .selectFrom('refreshes')
    .selectAll()
    .where('finished_at', 'is', null)
    .where('scope', 'is', null)
    .executeTakeFirstOrThrow()
}

type NewTask = { readonly kind: TaskKind; readonly name: string }

/** Segments that are asked for by name are computed from the newest tables that there are: their sources are not read for them. */
function tasksFor(definitions: Definitions, scope: RefreshScope | null): NewTask[] {
  const named = (kind: TaskKind, names: readonly string[]) => names.map((name) => ({ kind, name }))
  if (scope) {
    return [
      ...named('source', [...new Set(scope.sources)]),
      ...(scope.profiles === 'matching' ? named('profiles', [matchingTask]) : []),
      ...(scope.profiles === true || scope.segments.length > 0 ? named('profiles', ['profiles']) : []),
      ...named('segment', inOrderOfNeed(definitions, [...new Set(scope.segments)])),
    ]
  }
  return [
    ...named('source', Object.keys(definitions.sources)),
    { kind: 'profiles', name: 'profiles' },
    ...named('segment', inOrderOfNeed(definitions, Object.keys(definitions.segments))),
    ...named('export', Object.keys(definitions.exports)),
  ]
}
