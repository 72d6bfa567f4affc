import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { useMedia } from '../../app/use-media.ts'
import { DataTable } from '../../ui/data-table.tsx'
import type { RowName } from '../profiles/row-names.ts'
import type { Judged } from './explanation.ts'
import { Alikeness, JudgedValue } from './judged-value.tsx'

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground2 },
  block: { color: tokens.colorNeutralForeground2, display: 'block' },
  both: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXXS,
    fontWeight: tokens.fontWeightRegular,
  },
})

/** How conditions went between two rows: both values, how alike they are, and how alike they had to be. */
export function JudgedTable({
  label,
  sides,
  conditions,
  exceptions = [],
}: {
  readonly label: string
  /** Whose the values are. */
  readonly sides: readonly [RowName, RowName]
  readonly conditions: readonly Judged[]
  /** Those that block. */
  readonly exceptions?: readonly Judged[]
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { percent } = useFormats()
  const [one, other] = sides.map(({ source, key }) => t('unify.explain.row', { source, key }))
  const rows = [
    ...conditions.map((judged, at) => ({ ...judged, at, name: judged.field, good: judged.holds })),
    ...exceptions.map((judged, at) => ({
      ...judged,
      at: conditions.length + at,
      name: t('unify.explain.exception', { field: judged.field }),
      good: false,
    })),
  ]
  const isNarrow = useMedia('(max-width: 640px)')
  const condition = { key: 'condition', header: t('unify.explain.condition') }
  const alike = { key: 'alike', header: t('unify.explain.alike'), width: '110px' }
  const needed = { key: 'needed', header: t('unify.explain.needed'), width: '80px' }
  if (isNarrow) {
    // Both values under each other, as what they are is to be compared.
    return (
      <DataTable
        label={label}
        rows={rows}
        keyOf={({ at }) => String(at)}
        minWidth="240px"
        columns={[
          {
            ...condition,
            cell: (each) => (
              <div className={styles.both}>
                <Text weight="semibold">{each.name}</Text>
                {([0, 1] as const).map((at) => (
                  <div key={at}>
                    <Text size={200} className={styles.quiet}>
                      {at === 0 ? one : other}:
                    </Text>{' '}
                    <JudgedValue judged={each} at={at} />
                  </div>
                ))}
              </div>
            ),
          },
          {
            ...alike,
            cell: ({ score, good, needed: least }) => (
              <span>
                <Alikeness score={score} good={good} />
                <Text size={200} className={styles.block}>
                  {t('unify.explain.ofNeeded', { share: percent(least) })}
                </Text>
              </span>
            ),
          },
        ]}
      />
    )
  }
  return (
    <DataTable
      label={label}
      rows={rows}
      keyOf={({ at }) => String(at)}
      minWidth="560px"
      columns={[
        { ...condition, width: '22%', cell: ({ name }) => name },
        { key: 'one', header: one ?? '', cell: (each) => <JudgedValue judged={each} at={0} /> },
        { key: 'other', header: other ?? '', cell: (each) => <JudgedValue judged={each} at={1} /> },
        { ...alike, cell: ({ score, good }) => <Alikeness score={score} good={good} /> },
        { ...needed, cell: ({ needed: least }) => percent(least) },
      ]}
    />
  )
}
