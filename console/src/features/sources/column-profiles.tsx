import { makeStyles, ProgressBar, Text } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Shown } from '../../ui/shown.tsx'
import { useSourceWords } from './source-words.ts'
import { type ColumnProfile, columnProfilesQuery } from './sources.ts'

const useStyles = makeStyles({
  // Whole, where it fits into a line.
  value: { display: 'inline-block', maxWidth: '100%' },
})

/** What the values of each column are like: how many are filled, how many differ, from what to what, which come most. */
export function ColumnProfiles({ name, refreshedAt }: { readonly name: string; readonly refreshedAt: string | null }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number, percent } = useFormats()
  const { typeWords } = useSourceWords()
  const profiles = useQuery({ ...columnProfilesQuery(name, refreshedAt), enabled: refreshedAt !== null })
  if (refreshedAt === null) return <Empty title={t('sources.profile.none')} />
  return (
    <Shown query={profiles}>
      {(found) => (
        <DataTable<ColumnProfile>
          label={t('sources.tabs.columns')}
          rows={found}
          keyOf={(column) => column.name}
          minWidth="900px"
          columns={[
            { key: 'name', header: t('sources.profile.column'), width: '150px', cell: (column) => column.name },
            {
              key: 'type',
              header: t('sources.profile.type'),
              width: '110px',
              cell: (column) => typeWords(column),
            },
            {
              key: 'filled',
              header: t('sources.profile.filled'),
              width: '110px',
              cell: ({ rows, nulls }) => <Filled share={rows === 0 ? 0 : (rows - nulls) / rows} percent={percent} />,
            },
            {
              key: 'distinct',
              header: t('sources.profile.distinct'),
              width: '130px',
              kind: 'number',
              cell: ({ distinct }) => number(distinct),
            },
            {
              key: 'range',
              header: t('sources.profile.range'),
              width: '220px',
              long: true,
              cell: ({ min, max }) => {
                if (min === null || max === null) return ''
                if (min === max) return min
                return (
                  <>
                    <span className={styles.value}>{min}</span> <span className={styles.value}>– {max}</span>
                  </>
                )
              },
            },
            {
              key: 'frequent',
              header: t('sources.profile.frequent'),
              long: true,
              cell: ({ top, distinct, rows }) =>
                // Where every value is another, none is frequent.
                distinct < rows &&
                top.map(({ value, rows: times }, at) => (
                  <span key={value}>
                    <span className={styles.value}>
                      {t('sources.profile.value', { value, rows: number(times) })}
                      {at < top.length - 1 && ','}
                    </span>{' '}
                  </span>
                )),
            },
          ]}
        />
      )}
    </Shown>
  )
}

function Filled({ share, percent }: { readonly share: number; readonly percent: (share: number) => string }) {
  return (
    <div style={{ width: '100%' }}>
      <Text size={200}>{percent(share)}</Text>
      <ProgressBar value={share} thickness="medium" aria-hidden />
    </div>
  )
}
