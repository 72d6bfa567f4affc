import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { exportsQuery } from '../features/exports/exports.ts'
import { RunFilters } from '../features/runs/run-filters.tsx'
import { isRunSort, runsQuery } from '../features/runs/run-list.ts'
import { RunTable } from '../features/runs/run-table.tsx'
import { RunDurations } from '../features/runs/run-trends.tsx'
import { Empty } from '../ui/empty.tsx'
import { MoreRows, moreOf } from '../ui/more-rows.tsx'
import { Page } from '../ui/page.tsx'
import { Shown } from '../ui/shown.tsx'

/** Every run there was, of all exports or of one; how long those took is drawn. */
export function RunsPage() {
  const { t } = useTranslation()
  const asked = useSearch({ from: '/signed-in/runs' })
  const navigate = useNavigate({ from: '/runs' })
  const query = useInfiniteQuery(runsQuery(asked))
  const { data: exports = [] } = useQuery(exportsQuery())
  const names = new Map(exports.map(({ name, displayName }) => [name, displayName]))
  const isFiltered = Object.entries(asked).some(([key, value]) => key !== 'sort' && value !== undefined)
  return (
    <Page title={t('run.list')}>
      <RunFilters asked={asked} exports={exports} onAsk={(next) => void navigate({ search: next, replace: true })} />
      <Shown query={query}>
        {({ pages }) => {
          const runs = pages.flatMap(({ items }) => items)
          if (runs.length === 0) {
            return isFiltered ? (
              <Empty title={t('run.noneFound')} />
            ) : (
              <Empty title={t('run.none')}>{t('run.noneText')}</Empty>
            )
          }
          return (
            <>
              <RunTable
                rows={runs}
                nameOf={(name) => names.get(name) ?? name}
                sort={asked.sort ?? '-createdAt'}
                onSort={(sort) =>
                  isRunSort(sort) && void navigate({ search: (before) => ({ ...before, sort }), replace: true })
                }
                onEnd={moreOf(query)}
              />
              <MoreRows query={query} />
              {asked.export !== undefined && <RunDurations runs={runs} />}
            </>
          )
        }}
      </Shown>
    </Page>
  )
}
