import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { Fold } from '../../ui/fold.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { Section } from '../../ui/section.tsx'
import type { RowName } from '../profiles/row-names.ts'
import { type Explanation, nearest } from './explanation.ts'
import { JudgedTable } from './judged-table.tsx'
import { useRuleWords } from './use-rule-words.ts'

const useStyles = makeStyles({
  holds: { color: tokens.colorStatusSuccessForeground1 },
  quiet: { color: tokens.colorNeutralForeground2 },
  steps: { margin: 0, paddingLeft: tokens.spacingHorizontalXL },
  links: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalL },
  rules: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
  },
  rule: {
    padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalS}`,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
})

/** Whether two rows are one person, the way from one to the other, and how each rule judges them. */
export function ExplanationShown({ explanation }: { readonly explanation: Explanation }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { proportion } = useFormats()
  const ruleWords = useRuleWords()
  const { samePerson, people, steps, rules, listed } = explanation
  const nameOf = ({ source, key }: RowName) => t('unify.explain.row', { source, key })
  const [one, other] = people
  return (
    <>
      <Notice
        intent={samePerson ? 'success' : 'info'}
        title={t(samePerson ? 'unify.explain.same' : 'unify.explain.different')}
      >
        {listed && <div>{t(`unify.explain.listed.${listed}`)}</div>}
        <div className={styles.links}>
          {samePerson
            ? one && <ToProfile id={one} words={t('unify.explain.card')} />
            : [one, other].map((id, at) =>
                id === null ? null : (
                  <ToProfile
                    key={id}
                    id={id}
                    words={t(at === 0 ? 'unify.explain.cardOf' : 'unify.explain.cardOfOther')}
                  />
                ),
              )}
        </div>
        {people.includes(null) && <div>{t('unify.explain.nobody')}</div>}
      </Notice>
      {steps.length > 0 && (
        <Section title={t('unify.explain.way')}>
          <ol className={styles.steps}>
            {steps.map(({ from, to, by, rule, score }) => (
              <li key={`${from.source} ${from.key} ${to.source} ${to.key}`}>
                {by === 'always'
                  ? t('unify.explain.stepAlways', { from: nameOf(from), to: nameOf(to) })
                  : t(score === null || score === 1 ? 'unify.explain.stepRule' : 'unify.explain.stepRuleScore', {
                      from: nameOf(from),
                      to: nameOf(to),
                      rule: ruleWords(rule ?? ''),
                      score: proportion(score ?? 1),
                    })}
              </li>
            ))}
          </ol>
        </Section>
      )}
      <Section title={t('unify.explain.rules')}>
        <Text size={200}>
          {t('unify.explain.changedSince')} {rules.length > 1 && t('unify.explain.nearest')}
        </Text>
        {rules.length === 0 && <Text>{t('unify.explain.noRules')}</Text>}
        <ul className={styles.rules}>
          {nearest(rules).map(({ rule, where, blockedBy, holds }, at) => {
            const verdict = t(
              holds
                ? 'unify.explain.holds'
                : where.every((each) => each.holds)
                  ? 'unify.explain.blocked'
                  : 'unify.explain.holdsNot',
            )
            return (
              <li key={rule} className={styles.rule}>
                <Fold head={<Judgement rule={ruleWords(rule)} verdict={verdict} holds={holds} />} isOpen={at === 0}>
                  <JudgedTable
                    label={ruleWords(rule)}
                    sides={explanation.rows}
                    conditions={where}
                    exceptions={blockedBy}
                  />
                </Fold>
              </li>
            )
          })}
        </ul>
      </Section>
    </>
  )
}

function Judgement({
  rule,
  verdict,
  holds,
}: {
  readonly rule: string
  readonly verdict: string
  readonly holds: boolean
}) {
  const styles = useStyles()
  return (
    <>
      <Text weight="semibold">{rule}</Text> <span className={holds ? styles.holds : styles.quiet}>{verdict}</span>
    </>
  )
}

function ToProfile({ id, words }: { readonly id: string; readonly words: string }) {
  return (
    <PageLink to="/data/profiles/$id" params={{ id }}>
      {words}
    </PageLink>
  )
}
