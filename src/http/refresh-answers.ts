import { z } from 'zod'
import { reasonText } from '../contract/reasons.ts'
import type { ReadTask } from '../system-refresh/read-refreshes.ts'
import type { RefreshRow } from '../system-refresh/refresh-store.ts'
import { sentence } from './sentence.ts'

const moment = z.iso.datetime().nullable()

/** How something ended or stands, why, and what to do about it. */
export const outcomeShape = {
  status: z.string(),
  reason: z.string().nullable().describe('A code of the catalogue'),
  message: sentence.nullable().describe('What happened, to which thing'),
  meaning: sentence.nullable().describe('What the reason means, and what to do about it'),
}

/** `matching` is matching alone, which leaves the profiles as they are. */
export const profilesScope = z.literal([true, 'matching'])

export const refreshSchema = z.object({
  id: z.string(),
  trigger: z.enum(['schedule', 'manual', 'API', 'CLI']),
  startedBy: z.string(),
  scope: z
    .object({ sources: z.array(z.string()), segments: z.array(z.string()), profiles: profilesScope.exactOptional() })
    .nullable()
    .describe('What was asked for by name; null is everything'),
  ...outcomeShape,
  dueAt: moment.describe('The time of the schedule that it is of'),
  createdAt: z.iso.datetime(),
  startedAt: moment,
  finishedAt: moment,
  canceledBy: z.string().nullable(),
})

export const taskSchema = z.object({
  kind: z.enum(['source', 'profiles', 'segment', 'export']),
  name: z.string(),
  ...outcomeShape,
  counts: z.record(z.string(), z.int()).describe('Rows, corrupt rows, members, people by outcome'),
  run: z.string().nullable().describe('The run of an export'),
  runStatus: z.string().nullable().describe('How that run stands now'),
  refresh: z.string(),
  startedAt: moment,
  finishedAt: moment,
  tookMs: z.int().nullable(),
  tookBeforeMs: z.int().nullable().describe('How long the one before took that went well'),
})

export function toldRefresh(refresh: RefreshRow): z.output<typeof refreshSchema> {
  const { id, trigger, started_by, scope, due_at, created_at, started_at, finished_at, canceled_by } = refresh
  return {
    id,
    trigger,
    startedBy: started_by,
    scope: scope && {
      sources: [...scope.sources],
      segments: [...scope.segments],
      ...(scope.profiles && { profiles: scope.profiles }),
    },
    ...toldOutcome(refresh),
    dueAt: iso(due_at),
    createdAt: created_at.toISOString(),
    startedAt: iso(started_at),
    finishedAt: iso(finished_at),
    canceledBy: canceled_by,
  }
}

export function toldTask(task: ReadTask): z.output<typeof taskSchema> {
  return {
    kind: task.kind,
    name: task.name,
    ...toldOutcome(task),
    counts: task.counts,
    run: task.run_id,
    runStatus: task.run_status,
    refresh: task.refresh_id,
    startedAt: iso(task.started_at),
    finishedAt: iso(task.finished_at),
    tookMs: task.took_ms,
    tookBeforeMs: task.took_before_ms,
  }
}

type Outcome = { readonly status: string; readonly reason: string | null; readonly message: string | null }

export function toldOutcome({ status, reason, message }: Outcome) {
  return { status, reason, message, meaning: (reason !== null && reasonText(reason)) || null }
}

export function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null
}
