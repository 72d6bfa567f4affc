import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { Pictured } from '../../ui/pictured.tsx'
import { Section } from '../../ui/section.tsx'
import type { Run } from './runs.ts'

/** So many bars are told apart. */
const mostBars = 30

/** How long runs took, the oldest first. */
export function RunDurations({ runs }: { readonly runs: readonly Run[] }) {
  const { t } = useTranslation()
  const { duration } = useFormats()
  const points = oldestFirst(runs)
    .flatMap(({ createdAt, seconds }) => (seconds === null ? [] : [{ at: createdAt, value: seconds }]))
    .slice(-mostBars)
  if (points.length < 2) return null
  return (
    <Section title={t('run.durations')}>
      <Pictured
        label={t('run.durations')}
        kind="bars"
        points={points}
        columns={{ at: t('run.asked'), value: t('run.duration') }}
        show={duration}
      />
    </Section>
  )
}

/** How many members of an export's segments were on its list after each of its runs that delivered. */
export function OnList({ runs }: { readonly runs: readonly Run[] }) {
  const { t } = useTranslation()
  const points = oldestFirst(runs).flatMap(({ kind, outcomes, finishedAt }) =>
    finishedAt === null || outcomes === null || (kind !== 'export' && kind !== 'repair')
      ? []
      : [{ at: finishedAt, value: (outcomes.delivered ?? 0) + (outcomes.unchanged ?? 0) }],
  )
  if (points.length < 2) return null
  return (
    <Section title={t('run.onList')}>
      <Pictured
        label={t('run.onList')}
        kind="line"
        points={points}
        columns={{ at: t('run.ended'), value: t('run.people') }}
      />
    </Section>
  )
}

function oldestFirst(runs: readonly Run[]): readonly Run[] {
  return runs.toSorted((a, b) => a.createdAt.localeCompare(b.createdAt))
}
