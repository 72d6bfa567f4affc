import { queryOptions } from '@tanstack/react-query'
import type { ExportSchedule, RefreshSchedule, SegmentSchedule } from '../../../../src/contract/schedule.ts'
import { ask, ProblemError } from '../../app/api.ts'
import { live } from '../../app/live.ts'

type Times<Schedule> = {
  readonly schedule: Schedule
  readonly sentence: string
  readonly active: boolean
  readonly next: readonly string[]
}

export type ExportTimes = Times<ExportSchedule> & { readonly name: string }
export type SegmentTimes = Times<SegmentSchedule | null> & { readonly name: string; readonly goesAlong: boolean }

export type Schedules = {
  readonly refresh: Times<RefreshSchedule | null>
  readonly exports: readonly ExportTimes[]
  readonly segments: readonly SegmentTimes[]
}

/** Before anything has been configured. */
const nothingYet: Schedules = {
  refresh: { schedule: null, sentence: '', active: false, next: [] },
  exports: [],
  segments: [],
}

/** Everything that runs by itself, with its next times, in words of a language. */
export const schedulesQuery = (language: string) =>
  queryOptions({
    queryKey: ['schedules', language],
    queryFn: async ({ signal }): Promise<Schedules> => {
      try {
        return await ask<Schedules>('GET', `/schedules?language=${language === 'da' ? 'da' : 'en'}`, { signal })
      } catch (thrown) {
        if (thrown instanceof ProblemError && thrown.code === 'definitions_missing') return nothingYet
        throw thrown
      }
    },
    ...live({ of: ['export', 'run', 'segment', 'environment'], every: 60_000 }),
  })
