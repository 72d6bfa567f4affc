import { makeStyles, ProgressBar, Text } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { useCellText } from '../../app/use-cell-text.ts'
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
  const { number, proportion } = useFormats()
  const cellText = useCellText()
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
              cell: ({ rows, nulls }) => <Filled share={rows === 0 ? 0 : (rows - nulls) / rows} words={proportion} />,
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
              cell: (column) => {
                const { type, min, max } = column
                // The first and the last word of an alphabet say nothing.
                if (type === 'string' || type === 'boolean' || min === null || max === null) return ''
                const [least, most] = [cellText(min, column), cellText(max, column)]
                if (min === max) return least
                return (
                  <>
                    <span className={styles.value}>{least}</span> <span className={styles.value}>– {most}</span>
                  </>
                )
              },
            },
            {
              key: 'frequent',
              header: t('sources.profile.frequent'),
              long: true,
              cell: (column) =>
                column.top.filter(isFrequent).map(({ value, rows: times }, at, shown) => (
                  <span key={value}>
                    <span className={styles.value}>
                      {t('sources.profile.value', { value: cellText(value, column), rows: number(times) })}
                      {at < shown.length - 1 && ','}
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

/** A value that comes once is frequent nowhere. */
function isFrequent({ rows }: ColumnProfile['top'][number]): boolean {
  return rows > 1
}

function Filled({ share, words }: { readonly share: number; readonly words: (share: number) => string }) {
  return (
    <div style={{ width: '100%' }}>
      <Text size={200}>{words(share)}</Text>
      <ProgressBar value={share} thickness="medium" aria-hidden />
    </div>
  )
}
