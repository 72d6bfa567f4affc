import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Section } from '../../ui/section.tsx'
import { known } from './known.ts'
import type { Batch, RunInFull } from './runs.ts'

const states = ['written', 'sending', 'accepted', 'settled', 'empty', 'unknown'] as const

/** The batches that people were sent in, and the job of Constant Contact that each became. */
export function Jobs({ run: { batches } }: { readonly run: RunInFull }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  if (batches.length === 0) return null
  const stateOf = ({ state }: Batch) => {
    const name = known(states, state)
    return name ? t(`run.job.states.${name}`) : state
  }
  return (
    <Section title={t('run.jobs')}>
      <DataTable
        label={t('run.jobs')}
        rows={batches}
        keyOf={(batch) => `${batch.kind} ${batch.number}`}
        minWidth="720px"
        columns={[
          {
            key: 'number',
            header: t('run.job.number'),
            width: '80px',
            cell: (batch) => t('run.job.numbered', { number: number(batch.number) }),
          },
          { key: 'kind', header: t('run.job.kind'), width: '110px', cell: ({ kind }) => t(`run.job.${kind}`) },
          {
            key: 'people',
            header: t('run.job.people'),
            kind: 'number',
            width: '100px',
            cell: ({ people }) => number(people),
          },
          { key: 'state', header: t('run.job.state'), width: '170px', cell: stateOf },
          { key: 'sentAt', header: t('run.job.sentAt'), width: '170px', cell: ({ sentAt }) => <Moment at={sentAt} /> },
          { key: 'activity', header: t('run.job.activity'), cell: ({ activity }) => activity ?? '–' },
        ]}
      />
    </Section>
  )
}
