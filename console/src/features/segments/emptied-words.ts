import type { RuleNode } from '../../../../src/contract/segment.ts'
import { nodeWords, type RuleWords } from './rule-words.ts'
import type { Explanation } from './segment-looks.ts'

/** What empties a segment, in the language of who looks; the server's own sentence where the place is not known here. */
export function emptiedWords(
  { rules, profiles, emptiedBy }: Explanation,
  words: RuleWords,
  number: (value: number) => string,
): string {
  const { t } = words
  if (!emptiedBy) return ''
  if (profiles === 0) return t('segment.rules.noProfiles')
  const at = Number(/^rules\[(\d+)\]/.exec(emptiedBy.path)?.[1] ?? Number.NaN)
  const rule = rules[at]
  if (!rule) return emptiedBy.message
  const n = number(at + 1)
  if (rule.operator === 'except') return t('segment.rules.emptiedByExcept', { n })
  const condition = rule.conditions.find(({ path, cumulative }) => path === emptiedBy.path && cumulative === 0)
  const customers = (count: number) => t('segments.customers', { count, n: number(count) })
  if (!condition) return t('segment.rules.emptiedByRule', { n, alone: customers(rule.alone) })
  const told = { n, condition: nodeWords(JSON.parse(condition.text) as RuleNode, words) }
  if (condition.alone === 0) return t('segment.rules.nobodyMeets', told)
  return t('segment.rules.nobodyTogether', { ...told, alone: customers(condition.alone) })
}
