import type { SegmentDefinition } from '../contract/segment.ts'
import type { Db } from '../db/database.ts'
import type { Engine } from '../engine/engine.ts'
import { readSnapshot, writeSnapshot } from '../engine/write-snapshot.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { newId } from '../lib/ids.ts'
import { membersOf } from '../segments/members-of.ts'
import { type UnifiedSnapshot, unifiedFiles, unifiedFolder } from '../unification/unification-state.ts'

type Needs = { readonly db: Db; readonly engine: Engine; readonly directory: DataDirectory; readonly clock: Clock }

/**
 * Lets segments that are not computed by themselves follow their members: who was made one with somebody else is a member by that
 * one's id. Somebody who was divided off is not: they are only whom the rules or a person pick. Done at every refresh, since it
 * may have been cut short; where no member's id is gone nothing is written.
 */
export async function carryMembers(
  needs: Needs,
  segments: Readonly<Record<string, SegmentDefinition>>,
  { version }: UnifiedSnapshot,
): Promise<void> {
  const { db, engine, directory, clock } = needs
  const { successors } = unifiedFiles(unifiedFolder(directory, version))
  await using session = await engine.session()
  const [any] = await session.rows<{ n: number }>(`select count(*) as n from ${readSnapshot([successors])}`)
  if (!any || any.n === 0) return
  for (const [name, { type, state, schedule }] of Object.entries(segments)) {
    if (type !== 'static' && state !== 'inactive' && schedule === undefined) continue
    const members = await membersOf(needs, name)
    if (!members) continue
    const [gone] = await session.rows<{ n: number }>(
      `select count(*) as n from ${readSnapshot(members.files)} m join ${readSnapshot([successors])} s on s.former = m.profile_key`,
    )
    if (!gone || gone.n === 0) continue
    const carried = newId(clock.now())
    const file = directory.members(name, carried)
    await writeSnapshot(session, file, {
      text: `select distinct coalesce(s.id, m.profile_key) as profile_key from ${readSnapshot(members.files)} m
        left join ${readSnapshot([successors])} s on s.former = m.profile_key`,
      params: [],
    })
    const [count] = await session.rows<{ n: number }>(`select count(*) as n from ${readSnapshot([file])}`)
    await db
      .updateTable('segment_states')
      .set({ file: directory.stored(file), version: carried, members: count?.n ?? 0 })
      .where('segment', '=', name)
      .where('file', '=', directory.stored(members.files[0] ?? ''))
      .execute()
  }
}
