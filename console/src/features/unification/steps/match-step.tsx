import {
  Button,
  Field,
  makeStyles,
  mergeClasses,
  Radio,
  RadioGroup,
  Switch,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MatchRule } from '../../../../../src/contract/unification.ts'
import { AskFirst } from '../../../ui/ask-first.tsx'
import { Section } from '../../../ui/section.tsx'
import { PairsWithoutRule } from '../rule-figures.tsx'
import { useRuleWords } from '../use-rule-words.ts'
import { changed, changeTable, mayBeAsked, moveTable } from './draft.ts'
import { ListFields } from './list-fields.tsx'
import { Movable } from './movable.tsx'
import { NearPairsToggle } from './near-pairs-toggle.tsx'
import { RuleList } from './rule-list.tsx'
import { useStepStyles } from './step-styles.ts'
import { useUnifying } from './unifying.ts'
import { useRuleSays } from './use-rule-says.ts'

const useStyles = makeStyles({
  table: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    overflowWrap: 'anywhere',
    // What it is switched to stands below it where there is no room for both.
    '@media (max-width: 480px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
})

/** In which order tables are matched, and by which rules (feature map, N5, N6 and N11). */
export function MatchStep() {
  const styles = useStepStyles()
  const { t } = useTranslation()
  return (
    <>
      <Text className={styles.text}>{t('unifying.match.text')}</Text>
      <Order />
      <Rules />
      <ListFields />
    </>
  )
}

function Order() {
  const styles = useStepStyles()
  const own = useStyles()
  const { t } = useTranslation()
  const { draft, change } = useUnifying()
  return (
    <Section title={t('unifying.match.order')}>
      <Text size={200}>
        {t('unifying.match.includeAll')}: {t('unifying.match.includeAllHint')}
      </Text>
      <div className={styles.list}>
        {draft.tables.map(({ source, includeAll = true }, at) => (
          <Movable
            key={source}
            list="tables"
            at={at}
            what={t('unifying.rule.table', { name: source })}
            onMove={(from, to) => change((before) => moveTable(before, from, to))}
          >
            <div className={mergeClasses(styles.part, own.table)}>
              <Text weight="semibold">
                {t('unifying.match.place', { n: at + 1, table: source })}
                {at === 0 && ` (${t('unifying.match.basis')})`}
              </Text>
              <Switch
                label={t('unifying.match.includeAll')}
                labelPosition="before"
                aria-label={`${t('unifying.match.includeAll')}: ${source}`}
                checked={includeAll}
                onChange={(_, { checked }) =>
                  change((before) => changeTable(before, at, { includeAll: checked ? undefined : false }))
                }
              />
            </div>
          </Movable>
        ))}
      </div>
    </Section>
  )
}

function Rules() {
  const styles = useStepStyles()
  const { t } = useTranslation()
  const { draft, change, shipped } = useUnifying()
  const ruleWords = useRuleWords()
  const [asks, setAsks] = useState(false)
  const asked = (draft.match ?? shipped.rules).filter(({ active }) => active !== false)
  const unasked = draft.tables.flatMap(({ source: table }, at) =>
    draft.tables
      .slice(0, at)
      .filter(({ source: against }) =>
        asked.every((rule) => !mayBeAsked({ ...draft, fields: shipped.fields }, rule, [against, table])),
      )
      .map(({ source: against }) => ({ table, against })),
  )
  const writeOwn = () =>
    // The rules that Postbud brings along may look at a field that only they need.
    change((before) => ({
      ...before,
      fields: shipped.fields,
      match: shipped.rules.map((rule) => ({ ...rule, name: ruleWords(rule.name) })),
    }))
  return (
    <Section title={t('unifying.match.rules')}>
      <Text>{t('unifying.match.rulesText')}</Text>
      <Field label={t('unifying.deduplicate.which')}>
        <RadioGroup
          value={draft.match ? 'own' : 'shipped'}
          onChange={(_, { value }) => (value === 'own' ? writeOwn() : setAsks(true))}
        >
          <Radio value="shipped" label={t('unifying.match.shipped')} />
          <Radio value="own" label={t('unifying.match.ownRules')} />
        </RadioGroup>
      </Field>
      {draft.match ? (
        <RuleList
          rules={draft.match}
          path="match"
          onChange={(rules, mark) => change((before) => ({ ...before, match: rules }), mark)}
        />
      ) : (
        <>
          <div className={styles.list}>
            {shipped.rules.map((rule) => (
              <ShippedRule key={rule.name} rule={rule} />
            ))}
          </div>
          <Button className={styles.start} onClick={writeOwn}>
            {t('unifying.match.writeOwn')}
          </Button>
        </>
      )}
      <PairsWithoutRule pairs={unasked} />
      <AskFirst
        open={asks}
        title={t('unifying.match.useShipped')}
        act={t('unifying.match.useShipped')}
        onAct={() => {
          change((before) => changed(before, { match: undefined }))
          setAsks(false)
        }}
        onClose={() => setAsks(false)}
      >
        <p>{t('unifying.match.useShippedText')}</p>
      </AskFirst>
    </Section>
  )
}

/** A rule that Postbud brings along: what it says, and which pairs it only just finds or misses. */
function ShippedRule({ rule }: { readonly rule: MatchRule }) {
  const styles = useStepStyles()
  const ruleSays = useRuleSays()
  const ruleWords = useRuleWords()
  return (
    <div className={styles.part}>
      <Text weight="semibold" block>
        {ruleWords(rule.name)}
      </Text>
      <Text size={200} block className={styles.quiet}>
        {ruleSays(rule)}
      </Text>
      <div className={styles.column}>
        <NearPairsToggle rule={rule} />
      </div>
    </div>
  )
}
