import { Button, Field, Radio, RadioGroup, Text } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import type { Winner } from '../../../../../src/contract/unification.ts'
import { useFormats } from '../../../app/formats.ts'
import { Fold } from '../../../ui/fold.tsx'
import { Section } from '../../../ui/section.tsx'
import { useRuleWords } from '../use-rule-words.ts'
import { AddMenu } from './add-menu.tsx'
import { asksMatchRules, changeDeduplication, mayBeAsked, whichRules } from './draft.ts'
import { Mistakes } from './mistakes.tsx'
import { RuleList } from './rule-list.tsx'
import { useStepStyles } from './step-styles.ts'
import { useUnifying } from './unifying.ts'
import { WinnerField } from './winner-field.tsx'

const few = 5

/** Who stands several times in one table, and which of their rows wins (feature map, N3 and N4). */
export function DeduplicateStep() {
  const styles = useStepStyles()
  const { t } = useTranslation()
  const { draft } = useUnifying()
  return (
    <>
      <Text className={styles.text}>{t('unifying.deduplicate.text')}</Text>
      {draft.tables.map(({ source }, at) => (
        <OneTable key={source} at={at} />
      ))}
    </>
  )
}

function OneTable({ at }: { readonly at: number }) {
  const { t } = useTranslation()
  const ruleWords = useRuleWords()
  const { draft, change, shipped } = useUnifying()
  const table = draft.tables[at]
  if (!table) return null
  const { source, deduplicate = {} } = table
  const path = `tables[${at}].deduplicate`
  const shared = (draft.match ?? shipped.rules).filter(
    (rule) => rule.active !== false && mayBeAsked({ ...draft, fields: shipped.fields }, rule, [source, source]),
  )
  const { rules } = deduplicate
  const choose = (value: string) =>
    change((before) => {
      if (value === 'shared') return changeDeduplication(before, at, { rules: undefined, matchRules: undefined })
      if (value === 'no') return changeDeduplication(before, at, { rules: undefined, matchRules: false })
      if (value === 'both') return changeDeduplication(before, at, { rules: rules ?? [], matchRules: undefined })
      // The rules that Postbud brings along may look at a field that only they need.
      const known = before.match || rules ? before : { ...before, fields: shipped.fields }
      const own = shared.map(({ tables: _, ...rule }) => ({ ...rule, name: ruleWords(rule.name) }))
      return changeDeduplication(known, at, { rules: rules ?? own, matchRules: false })
    })
  return (
    <Section title={source}>
      <Field label={t('unifying.deduplicate.which')}>
        <RadioGroup value={whichRules(table)} onChange={(_, { value }) => choose(value)}>
          <Radio value="shared" label={t('unifying.deduplicate.shared', { table: source })} />
          <Radio value="own" label={t('unifying.deduplicate.own')} />
          <Radio value="both" label={t('unifying.deduplicate.both')} />
          <Radio value="no" label={t('unifying.deduplicate.no')} />
        </RadioGroup>
      </Field>
      {asksMatchRules(table) && shared.length > 0 && <SharedRules names={shared.map(({ name }) => ruleWords(name))} />}
      {rules && (
        <RuleList
          rules={rules}
          path={`${path}.rules`}
          within={source}
          onChange={(next, mark) => change((before) => changeDeduplication(before, at, { rules: next }), mark)}
        />
      )}
      {(rules ?? []).length === 0 && (!asksMatchRules(table) || shared.length === 0) && (
        <Text>{t('unifying.deduplicate.none', { table: source })}</Text>
      )}
      <WinnerField
        label={t('unifying.deduplicate.winner')}
        winner={deduplicate.winner ?? 'most-filled'}
        onChange={(winner) => change((before) => changeDeduplication(before, at, { winner }))}
      />
      <OtherWinners at={at} />
      <Mistakes path={`${path}.winner`} />
      <Mistakes path={`${path}.fields`} />
    </Section>
  )
}

/** Rules by their names, which stand there when they are few, and are looked up when they are many. */
function SharedRules({ names }: { readonly names: readonly string[] }) {
  const styles = useStepStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const all = <Text className={styles.quiet}>{names.join(' · ')}</Text>
  if (names.length <= few) return all
  return <Fold head={t('unifying.deduplicate.these', { n: number(names.length) })}>{all}</Fold>
}

/** Fields that are taken from another row than the winner's. */
function OtherWinners({ at }: { readonly at: number }) {
  const styles = useStepStyles()
  const { t } = useTranslation()
  const { draft, change } = useUnifying()
  const source = draft.tables[at]?.source ?? ''
  const fields = draft.tables[at]?.deduplicate?.fields ?? {}
  const set = (next: Readonly<Record<string, Winner>>) =>
    change((before) => changeDeduplication(before, at, { fields: Object.keys(next).length > 0 ? next : undefined }))
  const free = draft.fields.filter(({ name, from }) => from[source] !== undefined && fields[name] === undefined)
  return (
    <>
      {Object.keys(fields).length > 0 && <Text weight="semibold">{t('unifying.deduplicate.fields')}</Text>}
      {Object.entries(fields).map(([name, winner]) => (
        <div key={name} className={styles.line}>
          <WinnerField
            label={`${t('unifying.deduplicate.fieldOf')} ${name}`}
            winner={winner}
            onChange={(next) => set({ ...fields, [name]: next })}
          />
          <Button
            appearance="subtle"
            icon={<DismissRegular />}
            aria-label={t('unifying.deduplicate.takeField', { field: name })}
            onClick={() => set(Object.fromEntries(Object.entries(fields).filter(([each]) => each !== name)))}
          />
        </div>
      ))}
      <AddMenu
        words={t('unifying.deduplicate.addField')}
        choices={free.map(({ name }) => ({ key: name, words: name }))}
        onAdd={(name) => set({ ...fields, [name]: 'most-filled' })}
      />
    </>
  )
}
