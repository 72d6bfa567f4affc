import {
  makeStyles,
  Tab,
  TabList,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../app/formats.ts'
import { Loading } from './loading.tsx'
import type { PicturedProps } from './pictured.tsx'

// The library that draws is larger than all else, so only who looks at a picture loads it.
const Chart = lazy(() => import('./charts/chart.tsx'))

const useStyles = makeStyles({
  whole: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  picture: { minHeight: '280px' },
  table: { maxHeight: '280px', overflow: 'auto' },
  number: { textAlign: 'right', fontVariantNumeric: 'tabular-nums', '& > *': { justifyContent: 'flex-end' } },
})

/** Figures as a picture, and as a table for those who would rather read. `at` is ISO; a line for what grows, bars for what adds up. */
export default function PictureOrTable({ label, points, kind, columns, show }: PicturedProps) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number, moment } = useFormats()
  const [as, setAs] = useState<'picture' | 'table'>('picture')
  const write = show ?? number
  return (
    <div className={styles.whole}>
      <TabList
        size="small"
        selectedValue={as}
        onTabSelect={(_, { value }) => setAs(value === 'table' ? 'table' : 'picture')}
        aria-label={label}
      >
        <Tab value="picture">{t('app.picture')}</Tab>
        <Tab value="table">{t('app.table')}</Tab>
      </TabList>
      {as === 'picture' ? (
        <div className={styles.picture}>
          <Suspense fallback={<Loading />}>
            <Chart label={label} points={points} kind={kind} show={write} />
          </Suspense>
        </div>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className={styles.table} tabIndex={0} aria-label={label}>
          <Table size="small" aria-label={label}>
            <TableHeader>
              <TableRow>
                <TableHeaderCell>{columns.at}</TableHeaderCell>
                <TableHeaderCell className={styles.number}>{columns.value}</TableHeaderCell>
              </TableRow>
            </TableHeader>
            <TableBody>
              {points.map(({ at, value }) => (
                <TableRow key={at}>
                  <TableCell>{moment(at)}</TableCell>
                  <TableCell className={styles.number}>{write(value)}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </section>
      )}
    </div>
  )
}
