import { Field, makeStyles, Select, Spinner, Text, tokens } from '@fluentui/react-components'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MatchRule } from '../../../../../src/contract/unification.ts'
import { ask } from '../../../app/api.ts'
import { useCellText } from '../../../app/use-cell-text.ts'
import { type Column, DataTable } from '../../../ui/data-table.tsx'
import { SendingFailed } from '../../../ui/sending-failed.tsx'
import { useSettled } from '../../../ui/use-settled.ts'
import { widthOf } from '../../../ui/width-of.ts'
import type { RowName } from '../../profiles/row-names.ts'
import type { Judged } from '../explanation.ts'
import { Alikeness, JudgedValue } from '../judged-value.tsx'
import { useRuleWords } from '../use-rule-words.ts'
import { asksMatchRules, type Draft, mayBeAsked } from './draft.ts'
import { useStepStyles } from './step-styles.ts'
import { useUnifying } from './unifying.ts'

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground2, display: 'block' },
  line: { display: 'flex', flexWrap: 'wrap', columnGap: tokens.spacingHorizontalS },
})

type Pair = { readonly rows: readonly [RowName, RowName]; readonly where: readonly Judged[]; readonly matches: boolean }
type Pairs = { readonly sampled: boolean; readonly above: readonly Pair[]; readonly below: readonly Pair[] }

// What the names of two rows take, and how alike two values are.
const rowsPx = 160
const scorePx = 72

/** The draft is waited for so long after it was changed. */
const pause = 600

/** The pairs that a rule only just finds, and those that it only just misses, while it is edited. */
export function NearPairs({ rule, within }: { readonly rule: MatchRule; readonly within: string | undefined }) {
  const styles = useStepStyles()
  const { t } = useTranslation()
  const ruleWords = useRuleWords()
  const { draft, shipped } = useUnifying()
  const [chosen, setChosen] = useState<string>()
  const places = placesOf({ ...draft, fields: shipped.fields }, rule, within)
  const place = places.find((each) => JSON.stringify(each) === chosen) ?? places[0]
  const settled = useSettled(draft, pause)
  const isActive = rule.active !== false
  const asked = { profiles: settled, rule: rule.name, tables: place, rows: 5_000 }
  const query = useQuery({
    queryKey: ['profiles', 'pairs', JSON.stringify(asked)],
    queryFn: ({ signal }) => ask<Pairs>('POST', '/unification/pairs', { body: asked, signal }),
    enabled: place !== undefined && isActive,
    staleTime: 60_000,
    retry: false,
    placeholderData: keepPreviousData,
  })
  if (!isActive) return <Text>{t('unifying.pairs.inactive')}</Text>
  if (!place) return <Text>{t('unifying.pairs.nowhere')}</Text>
  const isWaiting = query.isFetching || settled !== draft
  return (
    <section
      className={styles.column}
      aria-label={t('unifying.pairs.title', { rule: ruleWords(rule.name) })}
      aria-busy={isWaiting}
    >
      <div className={styles.line}>
        {places.length > 1 && (
          <Field label={t('unifying.pairs.between')}>
            <Select value={JSON.stringify(place)} onChange={(_, { value }) => setChosen(value)}>
              {places.map((each) => (
                <option key={each.join(' ')} value={JSON.stringify(each)}>
                  {each[0] === each[1]
                    ? t('unifying.pairs.withinOne', { table: each[0] })
                    : t('unifying.pairs.betweenTwo', { one: each[0], other: each[1] })}
                </option>
              ))}
            </Select>
          </Field>
        )}
        {isWaiting && <Spinner size="tiny" label={t('unifying.pairs.looking')} />}
      </div>
      <SendingFailed error={query.error} />
      {query.data && !query.error && (
        <>
          {query.data.sampled && (
            <Text size={200} className={styles.quiet}>
              {t('unifying.pairs.sampled')}
            </Text>
          )}
          <PairTable title={t('unifying.pairs.above')} none={t('unifying.pairs.noneAbove')} pairs={query.data.above} />
          <PairTable title={t('unifying.pairs.below')} none={t('unifying.pairs.noneBelow')} pairs={query.data.below} />
        </>
      )}
    </section>
  )
}

function PairTable({
  title,
  none,
  pairs,
}: {
  readonly title: string
  readonly none: string
  readonly pairs: readonly Pair[]
}) {
  const own = useStyles()
  const { t } = useTranslation()
  const cellText = useCellText()
  const fields = (pairs[0]?.where ?? []).map(({ field }, at) => {
    const judged = pairs.flatMap(({ where }) => where[at] ?? [])
    const texts = judged.flatMap((each) => each.values.map((value) => cellText(value, each)))
    return { field, width: widthOf([field, ...texts]) + scorePx }
  })
  return (
    <div>
      <Text weight="semibold" block>
        {title}
      </Text>
      {pairs.length === 0 ? (
        <Text>{none}</Text>
      ) : (
        <DataTable<Pair>
          label={title}
          rows={pairs}
          keyOf={({ rows }) => JSON.stringify(rows)}
          minWidth={`${fields.reduce((sum, { width }) => sum + width, rowsPx)}px`}
          columns={[
            {
              key: 'rows',
              header: t('unifying.pairs.rows'),
              width: `${rowsPx}px`,
              cell: ({ rows: [one, other], where, matches }) => (
                <span>
                  {one.source} {one.key}
                  <br />
                  {other.source} {other.key}
                  {!matches && where.every((each) => each.holds) && (
                    <span className={own.quiet}>{t('unifying.pairs.blocked')}</span>
                  )}
                </span>
              ),
            },
            ...fields.map(
              ({ field, width }, at): Column<Pair> => ({
                key: `${at} ${field}`,
                header: field,
                width: `${width}px`,
                long: true,
                cell: ({ where }) => {
                  const judged = where[at]
                  if (!judged) return null
                  return (
                    <div>
                      <JudgedValue judged={judged} at={0} />
                      <div className={own.line}>
                        <JudgedValue judged={judged} at={1} />
                        <Alikeness score={judged.score} good={judged.holds} />
                      </div>
                    </div>
                  )
                },
              }),
            ),
          ]}
        />
      )}
    </div>
  )
}

/** Between which tables a rule is asked, those of two tables first. */
function placesOf(draft: Draft, rule: MatchRule, within: string | undefined): readonly (readonly [string, string])[] {
  if (within !== undefined) return mayBeAsked(draft, rule, [within, within]) ? [[within, within]] : []
  const { tables } = draft
  const between = tables.flatMap(({ source: other }, at) =>
    tables.slice(0, at).map(({ source: one }) => [one, other] as const),
  )
  // A table with rules of its own is asked those of the match where it says so.
  const own = tables.filter(asksMatchRules).map(({ source }) => [source, source] as const)
  return [...between, ...own].filter((place) => mayBeAsked(draft, rule, place))
}
