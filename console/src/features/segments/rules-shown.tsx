import {
  Card,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Subtitle1,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { RuleNode, SegmentDefinition } from '../../../../src/contract/segment.ts'
import { useFormats } from '../../app/formats.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Shown } from '../../ui/shown.tsx'
import { YamlShown } from '../../ui/yaml-shown.tsx'
import { useDisplayNames } from '../status/display-names.ts'
import { inOrder } from './builder/in-order.ts'
import { writeText } from './builder/segment-text.ts'
import { emptiedWords } from './emptied-words.ts'
import { ruleSentence } from './rule-sentence.ts'
import { nodeWords, ruleParts } from './rule-words.ts'
import { type Explanation, explanationQuery } from './segment-looks.ts'
import type { Segment } from './segments.ts'

const useStyles = makeStyles({
  whole: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  rules: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, margin: 0, paddingLeft: '20px' },
  condition: { paddingLeft: '28px', fontWeight: tokens.fontWeightRegular },
  rule: { fontWeight: tokens.fontWeightSemibold },
})

/** A segment's rules in words and as text, and how many customers each of them leaves. */
export function RulesShown({ segment }: { readonly segment: Segment }) {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  const query = useQuery(explanationQuery(segment.name))
  const displayName = useDisplayNames()
  const words = { t, language: i18n.language, nameOf: (name: string) => displayName('segment', name) }
  const { rules } = segment.definition
  return (
    <div className={styles.whole}>
      <Card>
        <Subtitle1 as="h2">{t('segment.rules.words')}</Subtitle1>
        <ol className={styles.rules}>
          {rules.map((rule, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rules have no name but their place
            <li key={at}>{ruleSentence(rule, words)}</li>
          ))}
        </ol>
      </Card>
      <Card>
        <Subtitle1 as="h2">{t('segment.rules.counted')}</Subtitle1>
        <Text>{t('segment.rules.countedText')}</Text>
        <Shown query={query}>
          {(explanation) => <Counted definition={segment.definition} explanation={explanation} />}
        </Shown>
      </Card>
      <Card>
        <Subtitle1 as="h2">{t('segment.rules.text')}</Subtitle1>
        <YamlShown text={writeText(inOrder(segment.definition))} />
      </Card>
    </div>
  )
}

type CountedRow = {
  readonly key: string
  readonly said: string
  readonly isCondition: boolean
  /** Null where it is the same as with those before, since there are none: of all customers and of the first rule. */
  readonly alone: number | null
  /** Together with those before; null for the first condition of a rule, before which nothing stands within it. */
  readonly soFar: number | null
}

function Counted({
  definition,
  explanation,
}: {
  readonly definition: SegmentDefinition
  readonly explanation: Explanation
}) {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  const { number } = useFormats()
  const displayName = useDisplayNames()
  const words = { t, language: i18n.language, nameOf: (name: string) => displayName('segment', name) }
  const inWords = (text: string) => nodeWords(JSON.parse(text) as RuleNode, words)
  const { profiles } = explanation
  const ruleTitle = (at: number) => {
    const title = t('segment.rules.in', { n: number(at + 1) })
    const operator = operatorOf(definition, at)
    return operator === 'where' ? title : `${title}: ${t(`segment.rules.${operator}`)}`
  }
  const rows: readonly CountedRow[] = [
    {
      key: 'profiles',
      said: t('segment.rules.profiles'),
      isCondition: false,
      alone: null,
      soFar: profiles,
    },
    ...explanation.rules.flatMap(({ conditions, alone, cumulative }, at) => [
      {
        key: `rule ${at}`,
        said: ruleTitle(at),
        isCondition: false,
        alone: at === 0 ? null : alone,
        soFar: cumulative,
      },
      ...conditions.map(({ path, text, ...counts }, place) => ({
        key: path,
        said: inWords(text),
        isCondition: true,
        alone: counts.alone,
        soFar: place === 0 ? null : counts.cumulative,
      })),
    ]),
  ]
  return (
    <>
      {explanation.emptiedBy && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{t('segment.rules.empty')}</MessageBarTitle>
            {emptiedWords(explanation, words, number)}
          </MessageBarBody>
        </MessageBar>
      )}
      <DataTable
        label={t('segment.rules.counted')}
        rows={rows}
        keyOf={({ key }) => key}
        minWidth="560px"
        columns={[
          {
            key: 'rule',
            header: t('segment.tabs.rules'),
            cell: ({ said, isCondition }) => <div className={isCondition ? styles.condition : styles.rule}>{said}</div>,
          },
          {
            key: 'alone',
            header: t('segment.rules.alone'),
            kind: 'number',
            width: '130px',
            cell: ({ alone }) => (alone === null ? '' : number(alone)),
          },
          {
            key: 'soFar',
            header: t('segment.rules.soFar'),
            kind: 'number',
            width: '130px',
            cell: ({ soFar }) => (soFar === null ? '' : number(soFar)),
          },
        ]}
      />
    </>
  )
}

function operatorOf({ rules }: SegmentDefinition, at: number) {
  const rule = rules[at]
  return rule ? ruleParts(rule).operator : 'where'
}
