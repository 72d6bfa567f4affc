import {
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { Section } from '../../ui/section.tsx'
import { known, stages } from './known.ts'
import type { RunInFull } from './runs.ts'

const narrow = '@media (max-width: 720px)'

const useStyles = makeStyles({
  table: { tableLayout: 'fixed' },
  when: { width: '50%', [narrow]: { display: 'none' } },
  number: { fontVariantNumeric: 'tabular-nums' },
  rail: {
    position: 'relative',
    height: '12px',
    backgroundColor: tokens.colorNeutralBackground6,
    // Seen on a dark ground, where the other is hardly told from it.
    outline: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  bar: {
    position: 'absolute',
    height: '12px',
    minWidth: '3px',
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: tokens.colorCompoundBrandBackground,
    forcedColorAdjust: 'none',
  },
})

/** The tasks of a run along its time: when each began, how long it took, and how long it took the last time. */
export function Timeline({ run: { tasks, previous } }: { readonly run: RunInFull }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { duration } = useFormats()
  const times = tasks.map(({ startedAt, endedAt }) => [
    Date.parse(startedAt),
    endedAt === null ? Date.now() : Date.parse(endedAt),
  ]) as (readonly [number, number])[]
  const start = Math.min(...times.map(([from]) => from))
  const whole = Math.max(1, Math.max(...times.map(([, to]) => to)) - start)
  const before = new Map(previous?.tasks.map(({ stage, seconds }) => [stage, seconds]))
  if (tasks.length === 0) return null
  return (
    <Section title={t('run.timeline')}>
      <Table size="small" aria-label={t('run.timeline')} className={styles.table}>
        <TableHeader>
          <TableRow>
            <TableHeaderCell>{t('run.stage')}</TableHeaderCell>
            <TableHeaderCell className={styles.when}>{t('run.when')}</TableHeaderCell>
            <TableHeaderCell className={styles.number}>{t('run.duration')}</TableHeaderCell>
            {previous && <TableHeaderCell className={styles.number}>{t('run.before')}</TableHeaderCell>}
          </TableRow>
        </TableHeader>
        <TableBody>
          {tasks.map(({ stage, seconds, entered }, at) => {
            const name = known(stages, stage)
            const [from = start, to = start] = times[at] ?? []
            const last = before.get(stage)
            return (
              <TableRow key={stage}>
                <TableCell>
                  {name ? t(`run.stages.${name}`) : stage}
                  {entered > 1 && ` (${t('run.enteredAgain', { count: entered })})`}
                </TableCell>
                <TableCell className={styles.when}>
                  <div className={styles.rail} aria-hidden>
                    <div
                      className={styles.bar}
                      style={{ left: `${(100 * (from - start)) / whole}%`, width: `${(100 * (to - from)) / whole}%` }}
                    />
                  </div>
                </TableCell>
                <TableCell className={styles.number}>{seconds === null ? '…' : duration(seconds)}</TableCell>
                {previous && <TableCell className={styles.number}>{last == null ? '–' : duration(last)}</TableCell>}
              </TableRow>
            )
          })}
        </TableBody>
      </Table>
    </Section>
  )
}
