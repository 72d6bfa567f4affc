import { queryOptions } from '@tanstack/react-query'
import type { ExportSchedule } from '../../../../src/contract/schedule.ts'
import { ask } from '../../app/api.ts'
import { live } from '../../app/live.ts'

export type ExportTimes = {
  readonly name: string
  readonly schedule: ExportSchedule
  readonly sentence: string
  readonly active: boolean
  readonly next: readonly string[]
  readonly missed: { readonly at: string; readonly ran: boolean } | null
  readonly waits: boolean
}

type Schedules = { readonly refresh: Omit<ExportTimes, 'name' | 'schedule'>; readonly exports: readonly ExportTimes[] }

/** Everything that runs by itself, its sentences in a language. */
export const schedulesQuery = (language: string) =>
  queryOptions({
    queryKey: ['schedules', language],
    queryFn: ({ signal }) =>
      ask<Schedules>('GET', `/schedules?language=${language === 'da' ? 'da' : 'en'}`, { signal }),
    ...live({ of: ['export', 'run', 'environment'], every: 60_000 }),
  })
