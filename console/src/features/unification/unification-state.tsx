import { useQueryClient } from '@tanstack/react-query'
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
import { isUnderWay, type UnificationState as State, useLastAttempt } from './unification.ts'

/** How many customers came of how many rows, by which rules, when, and whether it went well the last time. */
export function UnificationState({ state }: { readonly state: State }) {
  const { t } = useTranslation()
  const { number, proportion, moment, duration } = useFormats()
  const queries = useQueryClient()
  const attempt = useLastAttempt()
  const task = attempt?.task
  const endedAt = task?.finishedAt
  // The figures are otherwise from the moment that it ends.
  useEffect(() => {
    if (endedAt) void queries.invalidateQueries({ queryKey: ['profiles'] })
  }, [endedAt, queries])
  const { figures, matching, error, refreshedAt, checkedAt, durationMs } = state
  // The tables and the rules are told as they were matched last, which may be after the profiles were made.
  const matched = matching?.figures ?? figures
  const share = (part: number) =>
    figures && figures.people > 0
      ? t('unify.share', { n: number(part), share: proportion(part / figures.people) })
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
      <AttemptNotice attempt={attempt} unified={figures !== null} />
      {/* What failed before is no news while it is tried again. */}
      {error && !isUnderWay(task) && (
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
        <Figures
          facts={[
            [t('unify.people'), number(figures.people)],
            [t('unify.merged'), share(figures.mergedPeople)],
            [t('unify.matched'), share(figures.matchedPeople)],
            ...(matched?.matchPairs === undefined ? [] : [[t('unify.matchPairs'), pairs(matched.matchPairs)] as const]),
            [t('unify.mappedColumns'), number(figures.mappedColumns)],
            [t('unify.keptFields'), number(figures.keptFields)],
            [t('unify.refreshed'), refreshedAt && <Moment key="refreshed" at={refreshedAt} />],
            [t('unify.checked'), checkedAt && <Moment key="checked" at={checkedAt} />],
            [t('unify.took'), durationMs !== null && duration(durationMs / 1000)],
          ]}
        />
      ) : (
        !matching && !error && !isUnderWay(task) && <Empty title={t('unify.never')}>{t('unify.neverText')}</Empty>
      )}
      {matching && <MatchedSince matching={matching} people={figures?.people} />}
      {matched && (
        <>
          <TableFigures tables={matched.tables} />
          <RuleFigures figures={matched} />
          {figures?.clusters && figures.clusters.length > 0 && <ClusterFigures clusters={figures.clusters} />}
          <OutputTables />
        </>
      )}
    </>
  )
}

/** What is under way, or that it was canceled, or why matching alone failed, which is noted nowhere else. */
function AttemptNotice({
  attempt,
  unified,
}: {
  readonly attempt: ReturnType<typeof useLastAttempt>
  readonly unified: boolean
}) {
  const { t } = useTranslation()
  if (attempt === undefined) return null
  const { task, matching } = attempt
  if (task.finishedAt === null) {
    if (task.status === 'Queued') return <Notice>{t('unify.queued')}</Notice>
    return (
      <Notice>{t(matching ? 'unify.underWayMatching' : unified ? 'unify.underWay' : 'unify.underWayFirst')}</Notice>
    )
  }
  if (task.status === 'Canceled') {
    return <Notice>{t(matching || unified ? 'unify.canceled' : 'unify.canceledFirst')}</Notice>
  }
  if (!matching || task.status !== 'Failed (permanent)') return null
  return (
    <Notice intent="error" title={t('unify.failedMatching')}>
      {task.message}
    </Notice>
  )
}

/** That what is told below was matched after the profiles were made, and how many customers it would come to. */
function MatchedSince({
  matching: { figures, matchedAt },
  people,
}: {
  readonly matching: NonNullable<State['matching']>
  readonly people: number | undefined
}) {
  const { t } = useTranslation()
  const { number, moment } = useFormats()
  const told = { when: moment(matchedAt), found: number(figures.people), people: number(people ?? 0) }
  return (
    <Notice title={t('unify.matchedAlone', told)}>
      {t(people === undefined ? 'unify.matchedAloneFirst' : 'unify.matchedAloneText', told)}
    </Notice>
  )
}
