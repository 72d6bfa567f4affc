import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { exportsQuery, followsRefresh } from '../exports/exports.ts'
import type { TaskKind } from '../refreshes/refreshes.ts'
import { schedulesQuery } from './schedules.ts'

/**
 * Tells of what there is of a kind whether it goes along with the system refresh: all but what has times of its
 * own or none, or goes nowhere.
 */
export function useGoesWithRefresh(kind: TaskKind | null): (name: string) => boolean {
  const { i18n } = useTranslation()
  const { data } = useQuery(schedulesQuery(i18n.language))
  const { data: exports } = useQuery({ ...exportsQuery(), enabled: kind === 'export' })
  if (kind === 'export') return (name) => exports?.some((of) => of.name === name && followsRefresh(of)) ?? false
  if (kind === 'segment') {
    return (name) => data?.segments.some((of) => of.name === name && of.goesAlong) ?? false
  }
  return () => true
}
