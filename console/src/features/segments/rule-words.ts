import type { TFunction } from 'i18next'
import type { ColumnRef } from '../../../../src/contract/column.ts'
import { isOperator } from '../../../../src/contract/operators.ts'
import type { Operator, Rule, RuleBody, RuleNode, TimeUnit } from '../../../../src/contract/segment.ts'
import { dayName, monthName } from './day-names.ts'

export type RuleWords = {
  readonly t: TFunction
  readonly language: string
  /** What people call a segment. */
  readonly nameOf: (segment: string) => string
}

/** The set operator of a rule and its body. */
export function ruleParts(rule: Rule): { operator: 'where' | 'union' | 'intersect' | 'except'; body: RuleBody } {
  const [[operator, body] = ['where', { all: [] }]] = Object.entries(rule)
  return { operator: operator as 'where' | 'union' | 'intersect' | 'except', body: body as RuleBody }
}

/** A condition or a group in a sentence, such as `State is any of California, Texas`. */
export function nodeWords(node: RuleNode, words: RuleWords): string {
  const { t } = words
  if ('all' in node) return groupWords(node.all, t('operators.and'), t('operators.everybody'), words)
  if ('any' in node) return groupWords(node.any, t('operators.or'), t('operators.nobody'), words)
  if ('not' in node) return `${t('operators.not')} (${nodeWords(node.not, words)})`
  if ('segment' in node) return t('operators.segment', { name: words.nameOf(node.segment) })
  const subject = 'column' in node ? columnWords(node.column) : aggregateWords(node, words)
  const tests = Object.entries(node).filter((entry): entry is [Operator, unknown] => isOperator(entry[0]))
  const test = tests.map(([operator, value]) => testWords(operator, value, words)).join(' ')
  const ignore = 'ignoreCase' in node && node.ignoreCase ? ` (${t('operators.ignoreCase')})` : ''
  const where = 'where' in node && node.where ? ` (${t('segment.rules.where')} ${nodeWords(node.where, words)})` : ''
  return `${subject}${where} ${test}${ignore}`
}

function groupWords(members: readonly RuleNode[], between: string, none: string, words: RuleWords): string {
  if (members.length === 0) return none
  return members
    .map((member) => (members.length > 1 ? memberWords(member, words) : nodeWords(member, words)))
    .join(` ${between} `)
}

/** A part that stands beside others, in brackets where it is several itself. */
export function memberWords(member: RuleNode, words: RuleWords): string {
  const text = nodeWords(member, words)
  const isGroup = ('all' in member && member.all.length > 1) || ('any' in member && member.any.length > 1)
  return isGroup ? `(${text})` : text
}

/** A column as people read it: `State`, `purchases › TotalPrice`. */
export function columnWords(column: ColumnRef): string {
  return typeof column === 'string' ? column.replace('.', ' › ') : column.join(' › ')
}

function aggregateWords(node: object, { t }: RuleWords): string {
  for (const kind of ['count', 'sum', 'average', 'min', 'max'] as const) {
    if (!(kind in node)) continue
    const of = (node as Record<string, ColumnRef>)[kind] ?? ''
    return kind === 'count'
      ? t('operators.aggregates.count', { table: columnWords(of) })
      : t(`operators.aggregates.${kind}`, { column: columnWords(of) })
  }
  return ''
}

/** An operator with its value in words. */
function testWords(operator: Operator, value: unknown, words: RuleWords): string {
  const { t } = words
  const date = typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value)
  const text =
    date && operator in dateOperators
      ? t(`operators.date.${operator as keyof typeof dateOperators}`)
      : t(`operators.${operator}`)
  if (value === true && /isNull|isNotNull|earToDate/.test(operator)) return text
  return `${text} ${valueWords(operator, value, words)}`
}

const dateOperators = { greaterThan: true, greaterThanOrEqualTo: true, lessThan: true, lessThanOrEqualTo: true }

function valueWords(operator: Operator, value: unknown, words: RuleWords): string {
  const { t, language } = words
  if (/between/i.test(operator) && Array.isArray(value)) return value.map(String).join(` ${t('operators.and')} `)
  if (Array.isArray(value)) return value.map(String).join(', ')
  if (typeof value === 'boolean') return t(value ? 'operators.yes' : 'operators.no')
  if (typeof value === 'object' && value !== null && 'unit' in value && 'value' in value) {
    return `${String(value.value)} ${t(`operators.units.${value.unit as TimeUnit}`)}`
  }
  if (/monthOf/i.test(operator) && typeof value === 'number' && value >= 1 && value <= 12) {
    return monthName(value, language)
  }
  if (/dayOfWeek/i.test(operator) && typeof value === 'number' && value >= 1 && value <= 7) {
    return dayName(value - 1, language)
  }
  return String(value)
}
