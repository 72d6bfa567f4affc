import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { TaskKind } from '../refreshes/refreshes.ts'
import { schedulesQuery } from './schedules.ts'

/** Tells of what there is of a kind whether it goes along with the system refresh: all but what has times of its own or none. */
export function useGoesWithRefresh(kind: TaskKind | null): (name: string) => boolean {
  const { i18n } = useTranslation()
  const { data } = useQuery(schedulesQuery(i18n.language))
  if (kind === 'export') {
    return (name) => data?.exports.some((of) => of.name === name && of.schedule === 'system refresh') ?? false
  }
  if (kind === 'segment') {
    return (name) => data?.segments.some((of) => of.name === name && of.goesAlong) ?? false
  }
  return () => true
}
