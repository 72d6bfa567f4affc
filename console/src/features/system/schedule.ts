import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { RefreshSchedule } from '../../../../src/contract/schedule.ts'
import { ask, askVersioned, ifMatch } from '../../app/api.ts'

export type SystemSchedule = {
  readonly schedule: RefreshSchedule | null
  readonly sentence: string
  readonly active: boolean
  readonly next: readonly string[]
  readonly missed: { readonly at: string; readonly ran: boolean } | null
}

/** Server and console speak the same languages; sentences come in the one that is asked for. */
const languageOf = (language: string) => (language === 'da' ? 'da' : 'en')

export const systemScheduleQuery = (language: string) =>
  queryOptions({
    queryKey: ['system-schedule', language],
    queryFn: ({ signal }) =>
      askVersioned<SystemSchedule>('GET', `/schedules/system?language=${languageOf(language)}`, { signal }),
  })

export type Look = Pick<SystemSchedule, 'sentence' | 'active' | 'next'> & {
  /** What runs by itself now, and would not any more. */
  readonly stops: readonly { readonly kind: 'export' | 'segment'; readonly name: string }[]
}

/** What a schedule would do; nothing is written. */
export const lookQuery = (schedule: RefreshSchedule | null, language: string) =>
  queryOptions({
    queryKey: ['schedule-look', schedule, language],
    queryFn: ({ signal }) =>
      ask<Look>('POST', `/schedules/system/look?language=${languageOf(language)}`, { body: { schedule }, signal }),
    placeholderData: (before) => before,
  })

export function useSaveSchedule() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({
      schedule,
      version,
    }: {
      readonly schedule: RefreshSchedule | null
      readonly version: string | null
    }) => askVersioned<SystemSchedule>('PUT', '/schedules/system', { body: { schedule }, headers: ifMatch(version) }),
    onSuccess: () => queries.invalidateQueries(),
  })
}
