import { Card, makeStyles, Title3, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { reasonWords } from './reason-words.ts'
import type { ByReason, RunInFull } from './runs.ts'

const useStyles = makeStyles({
  bars: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
  },
  line: { display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
  bar: {
    height: '10px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorBrandBackground,
    minWidth: '2px',
  },
  fell: { color: tokens.colorNeutralForeground2, margin: 0, paddingLeft: tokens.spacingHorizontalXL },
})

/** The way from the members to those who were delivered, and who fell out where. */
export function Funnel({ funnel }: { readonly funnel: NonNullable<RunInFull['funnel']> }) {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  const number = (value: number) => value.toLocaleString(i18n.language)
  const delivered = total(funnel.outcomes?.delivered ?? {})
  const steps = [
    { key: 'members', people: funnel.members, fell: { ...funnel.heldBack, ...funnel.rejected } },
    { key: 'deliverable', people: funnel.deliverable, fell: {} },
    { key: 'fresh', people: funnel.new + funnel.changed, fell: {} },
    ...(funnel.outcomes ? [{ key: 'delivered', people: delivered, fell: notDelivered(funnel.outcomes) } as const] : []),
  ] as const
  const most = Math.max(1, funnel.members)
  return (
    <Card>
      <Title3 as="h2">{t('run.funnel')}</Title3>
      <ol className={styles.bars}>
        {steps.map(({ key, people, fell }) => (
          <li key={key}>
            <div className={styles.line}>
              <span>{t(`run.steps.${key}`)}</span>
              <strong>{number(people)}</strong>
            </div>
            <div className={styles.bar} style={{ width: `${(100 * people) / most}%` }} aria-hidden />
            <ul className={styles.fell}>
              {Object.entries(fell).map(([reason, count]) => (
                <li key={reason}>
                  {number(count)} {reasonWords(reason, i18n.language)}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
      {funnel.leavers > 0 && (
        <p>
          {t('run.leavers', {
            leavers: number(funnel.leavers),
            removed: number(total(funnel.removals?.removed ?? {})),
          })}
        </p>
      )}
    </Card>
  )
}

/** Of those who were sent, who did not arrive, by outcome and reason; who never was to be sent fell out before. */
function notDelivered(outcomes: ByReason): Record<string, number> {
  return Object.fromEntries(
    Object.entries(outcomes)
      .filter(([outcome]) => outcome === 'unconfirmed' || outcome === 'not_sent')
      .flatMap(([outcome, reasons]) => Object.entries(reasons).map(([reason, people]) => [reason || outcome, people])),
  )
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, each) => sum + each, 0)
}
