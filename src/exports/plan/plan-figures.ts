import type { EngineSession } from '../../engine/engine.ts'
import { readSnapshot } from '../../engine/write-snapshot.ts'
import type { PlanInput } from './plan-input.ts'

/** How a set of members stands: each member is in exactly one of these. */
export type Standing = {
  readonly members: number
  readonly new: number
  readonly changed: number
  readonly unchanged: number
  /** By reason. */
  readonly heldBack: Readonly<Record<string, number>>
  readonly rejected: Readonly<Record<string, number>>
}

/** Those who can be delivered: they are, or will be, on the list. */
export function deliverable(standing: Standing): number {
  return standing.new + standing.changed + standing.unchanged
}

export function total(byReason: Readonly<Record<string, number>>): number {
  return Object.values(byReason).reduce((sum, count) => sum + count, 0)
}

/** The standing of everybody, and of each segment's members where there are several segments. */
export async function readFigures(
  session: EngineSession,
  input: PlanInput,
): Promise<{ all: Standing; segments: Record<string, Standing> }> {
  const all = await standingOf(session, 'judged')
  const segments: Record<string, Standing> = {}
  for (const { name, files } of input.segments) {
    segments[name] =
      input.segments.length === 1
        ? all
        : await standingOf(session, `judged semi join ${readSnapshot(files)} using (profile_key)`)
  }
  return { all, segments }
}

async function standingOf(session: EngineSession, from: string): Promise<Standing> {
  const rows = await session.rows<{ standing: string; reason: string | null; people: number }>(
    `select standing, reason, count(*) as people from ${from} group by standing, reason order by people desc, reason`,
  )
  const of = (standing: string) => rows.filter((row) => row.standing === standing)
  const sum = (standing: string) => of(standing).reduce((people, row) => people + row.people, 0)
  const byReason = (standing: string) => Object.fromEntries(of(standing).map((row) => [row.reason ?? '', row.people]))
  return {
    members: rows.reduce((people, row) => people + row.people, 0),
    new: sum('new'),
    changed: sum('changed'),
    unchanged: sum('unchanged'),
    heldBack: byReason('held_back'),
    rejected: byReason('rejected'),
  }
}
