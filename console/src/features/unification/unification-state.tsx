import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { Empty } from '../../ui/empty.tsx'
import { Figures } from '../../ui/figures.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { ClusterFigures } from './cluster-figures.tsx'
import { OutputTables } from './output-tables.tsx'
import { RuleFigures } from './rule-figures.tsx'
import { TableFigures } from './table-figures.tsx'
import { isUnderWay, lastAttemptQuery, type UnificationState as State } from './unification.ts'

/** How many customers came of how many rows, by which rules, when, and whether it went well the last time. */
export function UnificationState({ state }: { readonly state: State }) {
  const { t } = useTranslation()
  const { number, percent, moment, duration } = useFormats()
  const queries = useQueryClient()
  const { data: attempt } = useQuery(lastAttemptQuery)
  const endedAt = attempt?.finishedAt
  const isCanceled = attempt?.status === 'Canceled'
  // The figures are otherwise from the moment that it ends.
  useEffect(() => {
    if (endedAt) void queries.invalidateQueries({ queryKey: ['profiles'] })
  }, [endedAt, queries])
  const { figures, error, refreshedAt, checkedAt, durationMs } = state
  const share = (part: number) =>
    figures && figures.people > 0
      ? t('unify.share', { n: number(part), share: percent(part / figures.people) })
      : number(part)
  const pairs = (found: number) =>
    found === 0 ? (
      number(found)
    ) : (
      <PageLink to="/data/tables/$name" params={{ name: 'match-pairs' }}>
        {number(found)}
      </PageLink>
    )
  return (
    <>
      {isUnderWay(attempt) ? (
        <Notice>
          {t(attempt.status === 'Queued' ? 'unify.queued' : figures ? 'unify.underWay' : 'unify.underWayFirst')}
        </Notice>
      ) : (
        isCanceled && <Notice>{t(figures ? 'unify.canceled' : 'unify.canceledFirst')}</Notice>
      )}
      {/* What failed before is no news while it is tried again. */}
      {error && !isUnderWay(attempt) && (
        <Notice
          intent="error"
          title={refreshedAt ? t('unify.failed', { when: moment(refreshedAt) }) : t('unify.failedFirst')}
        >
          <div>{error.message}</div>
          <div>
            {t('unify.triedAt')} <Moment at={error.at} />
          </div>
        </Notice>
      )}
      {figures ? (
        <>
          <Figures
            facts={[
              [t('unify.people'), number(figures.people)],
              [t('unify.merged'), share(figures.mergedPeople)],
              [t('unify.matched'), share(figures.matchedPeople)],
              ...(figures.matchPairs === undefined
                ? []
                : [[t('unify.matchPairs'), pairs(figures.matchPairs)] as const]),
              [t('unify.mappedColumns'), number(figures.mappedColumns)],
              [t('unify.keptFields'), number(figures.keptFields)],
              [t('unify.refreshed'), refreshedAt && <Moment key="refreshed" at={refreshedAt} />],
              [t('unify.checked'), checkedAt && <Moment key="checked" at={checkedAt} />],
              [t('unify.took'), durationMs !== null && duration(durationMs / 1000)],
            ]}
          />
          <TableFigures tables={figures.tables} />
          <RuleFigures figures={figures} />
          {figures.clusters && figures.clusters.length > 0 && <ClusterFigures clusters={figures.clusters} />}
          <OutputTables />
        </>
      ) : (
        !error && !isUnderWay(attempt) && <Empty title={t('unify.never')}>{t('unify.neverText')}</Empty>
      )}
    </>
  )
}
