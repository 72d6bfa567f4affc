import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { CheckmarkCircleRegular, DismissCircleRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { useCellText } from '../../app/use-cell-text.ts'
import { useMedia } from '../../app/use-media.ts'
import { DataTable } from '../../ui/data-table.tsx'
import type { Judged } from './explanation.ts'

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground2, display: 'block' },
  both: {
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXXS,
    fontWeight: tokens.fontWeightRegular,
  },
  score: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXXS, whiteSpace: 'nowrap' },
  holds: { color: tokens.colorStatusSuccessForeground1 },
  fails: { color: tokens.colorStatusDangerForeground1 },
})

/** How conditions went between two rows: both values, how alike they are, and how alike they had to be. */
export function JudgedTable({
  label,
  conditions,
  exceptions = [],
}: {
  readonly label: string
  readonly conditions: readonly Judged[]
  /** Those that block. */
  readonly exceptions?: readonly Judged[]
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { percent } = useFormats()
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
              <span className={styles.both}>
                <Text weight="semibold">{each.name}</Text>
                <Value judged={each} at={0} />
                <Value judged={each} at={1} />
              </span>
            ),
          },
          {
            ...alike,
            cell: ({ score, good, needed: least }) => (
              <span>
                <Score score={score} good={good} />
                <Text size={200} className={styles.quiet}>
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
        { key: 'one', header: t('unify.explain.one'), cell: (each) => <Value judged={each} at={0} /> },
        { key: 'other', header: t('unify.explain.other'), cell: (each) => <Value judged={each} at={1} /> },
        { ...alike, cell: ({ score, good }) => <Score score={score} good={good} /> },
        { ...needed, cell: ({ needed: least }) => percent(least) },
      ]}
    />
  )
}

function Value({ judged, at }: { readonly judged: Judged; readonly at: 0 | 1 }) {
  const styles = useStyles()
  const cellText = useCellText()
  const { t } = useTranslation()
  const value = judged.values[at]
  const as = judged.compared[at]
  if (value === null) return <span className={styles.quiet}>{t('unify.explain.noValue')}</span>
  return (
    <span>
      {cellText(value, judged)}
      {as !== null && as !== value && (
        <Text size={200} className={styles.quiet}>
          {t('unify.explain.compared', { value: as })}
        </Text>
      )}
    </span>
  )
}

function Score({ score, good }: { readonly score: number | null; readonly good: boolean }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { proportion } = useFormats()
  const Sign = good ? CheckmarkCircleRegular : DismissCircleRegular
  return (
    <span className={styles.score}>
      <Sign
        className={good ? styles.holds : styles.fails}
        aria-label={t(good ? 'unify.explain.holds' : 'unify.explain.holdsNot')}
      />
      {score === null ? t('unify.explain.noScore') : proportion(score)}
    </span>
  )
}
