import { Link, makeStyles, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { Section } from '../../ui/section.tsx'
import { known } from './known.ts'
import { reasonWords, whatToDo } from './reason-words.ts'
import { memberOutcomes, type ReceiptsAsked } from './receipt-queries.ts'
import type { RunInFull } from './runs.ts'

const useStyles = makeStyles({
  steps: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
  },
  line: { display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
  bar: {
    height: '12px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorCompoundBrandBackground,
    minWidth: '2px',
    forcedColorAdjust: 'none',
  },
  figure: { fontWeight: 'inherit' },
  fell: {
    listStyleType: 'none',
    color: tokens.colorNeutralForeground2,
    margin: `${tokens.spacingVerticalS} 0 0`,
    paddingLeft: tokens.spacingHorizontalM,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXS,
  },
})

type Funnelled = NonNullable<RunInFull['funnel']>

/** People who went no further, by what became of them and why. */
type Fallen = { readonly outcome: (typeof memberOutcomes)[number]; readonly reason?: string; readonly people: number }

/** The way from the members to those who were delivered, and who fell out where; each leads to those people. */
export function Funnel({
  funnel,
  onAsk,
}: {
  readonly funnel: Funnelled
  /** Shows these receipts; left out where there are none to show. */
  readonly onAsk?: ((asked: ReceiptsAsked) => void) | undefined
}) {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  const { number } = useFormats()
  const most = Math.max(1, funnel.members)
  const people = (count: number, asked: ReceiptsAsked) =>
    onAsk && count > 0 ? (
      <Link as="button" className={styles.figure} onClick={() => onAsk(asked)}>
        {number(count)}
      </Link>
    ) : (
      number(count)
    )
  return (
    <Section title={t('run.funnel')}>
      <ol className={styles.steps}>
        {stepsOf(funnel).map(({ key, people: count, asked, fell }) => (
          <li key={key}>
            <div className={styles.line}>
              <span>{t(`run.steps.${key}`)}</span>
              <strong>{asked ? people(count, asked) : number(count)}</strong>
            </div>
            <div className={styles.bar} style={{ width: `${(100 * count) / most}%` }} aria-hidden />
            {fell.length > 0 && (
              <ul className={styles.fell}>
                {fell
                  .toSorted((a, b) => b.people - a.people)
                  .map((each) => (
                    <li key={`${each.outcome} ${each.reason}`}>
                      {t(`receipts.outcomes.${each.outcome}`)}:{' '}
                      {people(each.people, { outcome: each.outcome, reason: each.reason })}
                      {' – '}
                      {each.outcome === 'unchanged'
                        ? t('run.unchanged')
                        : each.reason &&
                          [reasonWords(each.reason, i18n.language), whatToDo(each.reason, i18n.language)]
                            .filter(Boolean)
                            .join(' ')}
                    </li>
                  ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
      {funnel.leavers > 0 && (
        <p>
          {t('run.leavers', {
            leavers: number(funnel.leavers),
            removed: number(total(funnel.removals?.removed ?? {})),
          })}{' '}
          {onAsk && (
            <Link as="button" onClick={() => onAsk({ of: 'leavers' })}>
              {t('run.showLeavers')}
            </Link>
          )}
        </p>
      )}
    </Section>
  )
}

type Step = {
  readonly key: 'members' | 'deliverable' | 'fresh' | 'delivered'
  readonly people: number
  /** The receipts of all who came so far, where they can be asked for. */
  readonly asked?: ReceiptsAsked
  readonly fell: readonly Fallen[]
}

function stepsOf(funnel: Funnelled): readonly Step[] {
  const { members, deliverable, unchanged, outcomes, heldBack, rejected } = funnel
  const steps: readonly Step[] = [
    {
      key: 'members',
      people: members,
      asked: {},
      fell: [...fallen('held_back', heldBack), ...fallen('rejected', rejected)],
    },
    {
      key: 'deliverable',
      people: deliverable,
      fell: unchanged > 0 ? [{ outcome: 'unchanged', people: unchanged }] : [],
    },
    {
      key: 'fresh',
      people: funnel.new + funnel.changed,
      fell: outcomes ? fellLater(funnel) : [],
    },
  ]
  if (!outcomes) return steps
  const delivered = total(outcomes.delivered ?? {})
  return [...steps, { key: 'delivered', people: delivered, asked: { outcome: 'delivered' }, fell: [] }]
}

/** Of those who were to be sent, who did not arrive; who never was to be sent fell out before. */
function fellLater({ outcomes, heldBack, rejected }: Funnelled): Fallen[] {
  const before = { held_back: heldBack, rejected } as Readonly<Record<string, Readonly<Record<string, number>>>>
  return Object.entries(outcomes ?? {}).flatMap(([outcome, reasons]) => {
    const name = known(memberOutcomes, outcome)
    if (!name || name === 'delivered' || name === 'unchanged') return []
    const later = Object.entries(reasons).map(
      ([reason, people]) => [reason, people - (before[outcome]?.[reason] ?? 0)] as const,
    )
    return fallen(name, Object.fromEntries(later))
  })
}

function fallen(outcome: Fallen['outcome'], reasons: Readonly<Record<string, number>>): Fallen[] {
  return Object.entries(reasons)
    .filter(([, people]) => people > 0)
    .map(([reason, people]) => ({ outcome, people, ...(reason !== '' && { reason }) }))
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, each) => sum + each, 0)
}
