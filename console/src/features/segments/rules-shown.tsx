import {
  Card,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Subtitle1,
  Table,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { RuleNode, SegmentDefinition } from '../../../../src/contract/segment.ts'
import { useFormats } from '../../app/formats.ts'
import { Shown } from '../../ui/shown.tsx'
import { useDisplayNames } from '../status/display-names.ts'
import { inOrder } from './builder/in-order.ts'
import { writeText } from './builder/segment-text.ts'
import { emptiedWords } from './emptied-words.ts'
import { nodeWords, ruleParts } from './rule-words.ts'
import { type Explanation, explanationQuery } from './segment-looks.ts'
import type { Segment } from './segments.ts'

const useStyles = makeStyles({
  whole: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  rules: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, margin: 0, paddingLeft: '20px' },
  path: { color: tokens.colorNeutralForeground2 },
  text: {
    overflow: 'auto',
    maxHeight: '50vh',
    margin: 0,
    padding: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    borderRadius: tokens.borderRadiusMedium,
  },
  scroll: { overflowX: 'auto' },
  table: { minWidth: '560px' },
  number: {
    textAlign: 'right',
    fontVariantNumeric: 'tabular-nums',
    width: '130px',
    '& > *': { justifyContent: 'flex-end' },
  },
  condition: { paddingLeft: '28px' },
  rule: { fontWeight: tokens.fontWeightSemibold },
})

/** A segment's rules in words and as text, and how many people each of them leaves. */
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
          {rules.map(ruleParts).map(({ operator, body: { path, ...node } }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rules have no name but their place
            <li key={at}>
              <strong>{t(`segment.rules.${operator}`)}</strong>: {nodeWords(node as RuleNode, words)}
              {path && <Text className={styles.path}> ({t('segment.rules.path', { path: path.join(' › ') })})</Text>}
            </li>
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
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <pre className={styles.text} tabIndex={0}>
          {writeText(inOrder(segment.definition))}
        </pre>
      </Card>
    </div>
  )
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
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label={t('segment.rules.counted')}>
        <Table className={styles.table} size="small" aria-label={t('segment.rules.counted')}>
          <TableHeader>
            <TableRow>
              <TableHeaderCell>{t('segment.tabs.rules')}</TableHeaderCell>
              <TableHeaderCell className={styles.number}>{t('segment.rules.alone')}</TableHeaderCell>
              <TableHeaderCell className={styles.number}>{t('segment.rules.together')}</TableHeaderCell>
            </TableRow>
          </TableHeader>
          <TableBody>
            <TableRow>
              <TableCell>{t('segment.rules.profiles')}</TableCell>
              <TableCell className={styles.number}>{number(explanation.profiles)}</TableCell>
              <TableCell className={styles.number}>{number(explanation.profiles)}</TableCell>
            </TableRow>
            {explanation.rules.flatMap((rule, at) => [
              // biome-ignore lint/suspicious/noArrayIndexKey: rules have no name but their place
              <TableRow key={`rule ${at}`}>
                <TableCell className={styles.rule}>
                  {t('segment.rules.in', { n: number(at + 1) })}: {t(`segment.rules.${operatorOf(definition, at)}`)}
                </TableCell>
                <TableCell className={styles.number}>{number(rule.alone)}</TableCell>
                <TableCell className={styles.number}>{number(rule.cumulative)}</TableCell>
              </TableRow>,
              ...rule.conditions.map((condition) => (
                <TableRow key={condition.path}>
                  <TableCell className={styles.condition}>{inWords(condition.text)}</TableCell>
                  <TableCell className={styles.number}>{number(condition.alone)}</TableCell>
                  <TableCell className={styles.number}>{number(condition.cumulative)}</TableCell>
                </TableRow>
              )),
            ])}
          </TableBody>
        </Table>
      </section>
    </>
  )
}

function operatorOf({ rules }: SegmentDefinition, at: number) {
  const rule = rules[at]
  return rule ? ruleParts(rule).operator : 'where'
}
