import { didYouMean } from '../lib/nearest-name.ts'
import { said } from '../lib/said.ts'
import { isOperator, operatorNames, timeUnits } from './operators.ts'
import { segmentScheduleSchema } from './schedule.ts'
import type { DefinitionIssue, SegmentDefinition } from './segment.ts'

type Path = readonly (string | number)[]
type Report = (path: Path, code: string, message: string) => void

/** So many tags a segment may have, each so long (feature map, M12). */
const mostTags = 20
const longestTag = 50

const aggregates = ['count', 'sum', 'average', 'min', 'max'] as const
const setOperators = ['where', 'union', 'intersect', 'except'] as const
const segmentKeys = ['displayName', 'tags', 'state', 'type', 'schedule', 'rules']

/**
 * Reads a segment as somebody wrote it. Only its shape is judged (one operator a condition, known keys, values of the right
 * kind); whether its columns exist is for `checkSegment`. Every mistake is told at once, each with its path.
 */
export function parseSegment(value: unknown): {
  definition: SegmentDefinition | undefined
  issues: DefinitionIssue[]
} {
  const issues: DefinitionIssue[] = []
  const report: Report = (path, code, message) => void issues.push({ path, code, message })
  if (!isRecord(value)) {
    report([], 'shape', said`found ${show(value)}; expected a segment with rules`)
    return { definition: undefined, issues }
  }
  for (const key of Object.keys(value)) {
    if (!segmentKeys.includes(key)) {
      report([key], 'unknown_key', said`unknown key "${key}".${didYouMean(key, segmentKeys)}`)
    }
  }
  oneOf(value.state, ['active', 'inactive'], ['state'], report)
  oneOf(value.type, ['dynamic', 'static'], ['type'], report)
  if (value.displayName !== undefined && typeof value.displayName !== 'string') {
    report(['displayName'], 'shape', said`found ${show(value.displayName)}; expected a text`)
  }
  if (value.tags !== undefined) parseTags(value.tags, report)
  if (value.schedule !== undefined) parseSchedule(value.schedule, report)
  if (!Array.isArray(value.rules) || value.rules.length === 0) {
    report(
      ['rules'],
      'shape',
      value.rules === undefined
        ? said`missing; expected a list of rules`
        : said`found ${show(value.rules)}; expected a list of rules`,
    )
  } else {
    for (const [at, rule] of value.rules.entries()) parseRule(rule, at, ['rules', at], report)
  }
  return { definition: issues.length === 0 ? (value as unknown as SegmentDefinition) : undefined, issues }
}

function parseTags(tags: unknown, report: Report): void {
  if (!Array.isArray(tags)) {
    report(['tags'], 'shape', said`found ${show(tags)}; expected a list of tags, such as [spring, VIP]`)
    return
  }
  if (tags.length > mostTags) report(['tags'], 'value', said`found ${tags.length} tags; expected at most ${mostTags}`)
  for (const [at, tag] of tags.entries()) {
    if (typeof tag !== 'string' || tag.trim() !== tag || tag === '' || tag.length > longestTag) {
      report(
        ['tags', at],
        'value',
        said`found ${show(tag)}; expected a text of at most ${longestTag} letters without blanks at its ends`,
      )
    } else if (tags.indexOf(tag) < at) report(['tags', at], 'value', said`"${tag}" stands here twice`)
  }
}

function parseSchedule(schedule: unknown, report: Report): void {
  const { error } = segmentScheduleSchema.safeParse(schedule)
  if (!error) return
  const [issue] = error.issues
  // A union that no alternative fits says so alone; what is wrong inside a mapping is told by the mapping's own alternative.
  const inner = issue?.code === 'invalid_union' && isRecord(schedule) ? issue.errors.at(-1) : undefined
  if (!inner) {
    report(
      ['schedule'],
      'shape',
      said`found ${show(schedule)}; expected manual, { repeat: weekly, days: [monday] } or { repeat: monthly, days: [1, last] }`,
    )
    return
  }
  for (const { path, message } of inner) {
    const found = path.reduce<unknown>((at, step) => Reflect.get(Object(at), step), schedule)
    const steps = path.map((step) => (typeof step === 'number' ? step : String(step)))
    report(['schedule', ...steps], 'shape', said`found ${show(found)}; ${message}`)
  }
}

function parseRule(rule: unknown, at: number, path: Path, report: Report): void {
  if (!isRecord(rule)) {
    report(path, 'shape', said`found ${show(rule)}; expected a rule such as where: {…}`)
    return
  }
  const keys = Object.keys(rule)
  const [key] = keys
  if (keys.length !== 1 || key === undefined) {
    report(path, 'shape', said`a rule has one key (${setOperators.join(', ')}); found ${keys.join(', ') || said`none`}`)
    return
  }
  if (!setOperators.some((known) => known === key)) {
    report(
      [...path, key],
      'unknown_key',
      said`unknown rule "${key}".${didYouMean(key, setOperators)} Expected ${setOperators.join(', ')}`,
    )
    return
  }
  if (at === 0 && key !== 'where') report(path, 'first_rule', said`the first rule is "where"; found "${key}"`)
  if (at > 0 && key === 'where') {
    report(
      path,
      'later_rule',
      said`only the first rule is "where"; a later one says how it is combined: union, intersect or except`,
    )
  }
  const body = rule[key]
  if (isRecord(body) && body.path !== undefined && !isNameList(body.path)) {
    report([...path, key, 'path'], 'shape', said`found ${show(body.path)}; expected a list of relationship names`)
  }
  parseNode(body, [...path, key], report, ['path'])
}

function parseNode(node: unknown, path: Path, report: Report, also: readonly string[] = []): void {
  if (!isRecord(node)) {
    report(path, 'shape', said`found ${show(node)}; expected a condition or a group (all, any, not)`)
    return
  }
  const rest = Object.keys(node).filter((key) => !also.includes(key))
  const group = rest.find((key) => key === 'all' || key === 'any')
  if (group) {
    onlyKey(rest, group, path, report)
    const members = node[group]
    if (!Array.isArray(members)) {
      report([...path, group], 'shape', said`found ${show(members)}; expected a list`)
      return
    }
    for (const [at, member] of members.entries()) parseNode(member, [...path, group, at], report)
    return
  }
  if (rest.includes('not')) {
    onlyKey(rest, 'not', path, report)
    parseNode(node.not, [...path, 'not'], report)
    return
  }
  if (rest.includes('segment')) {
    onlyKey(rest, 'segment', path, report)
    if (typeof node.segment !== 'string')
      report([...path, 'segment'], 'shape', said`found ${show(node.segment)}; expected a segment's name`)
    return
  }
  const aggregate = aggregates.find((key) => rest.includes(key))
  if (aggregate) {
    parseAggregate(node, aggregate, path, report)
    return
  }
  if (rest.includes('column')) {
    parseCondition(node, rest, path, report)
    return
  }
  const [unknown] = rest
  const known = ['column', 'all', 'any', 'not', 'segment', ...aggregates]
  report(
    unknown === undefined ? path : [...path, unknown],
    'unknown_key',
    unknown === undefined
      ? said`an empty condition; expected a column with an operator, or a group`
      : said`"${unknown}" starts no condition.${didYouMean(unknown, known)} Expected one of ${known.join(', ')}`,
  )
}

function parseCondition(node: Record<string, unknown>, keys: readonly string[], path: Path, report: Report): void {
  columnShape(node.column, [...path, 'column'], report)
  if (node.ignoreCase !== undefined && typeof node.ignoreCase !== 'boolean') {
    report([...path, 'ignoreCase'], 'shape', said`found ${show(node.ignoreCase)}; expected true or false`)
  }
  parseOperator(
    node,
    keys.filter((key) => key !== 'column' && key !== 'ignoreCase'),
    path,
    report,
  )
}

function parseAggregate(node: Record<string, unknown>, kind: string, path: Path, report: Report): void {
  if (kind === 'count') {
    if (typeof node.count !== 'string')
      report([...path, 'count'], 'shape', said`found ${show(node.count)}; expected a table's name`)
  } else {
    columnShape(node[kind], [...path, kind], report)
  }
  if (node.where !== undefined) parseNode(node.where, [...path, 'where'], report)
  if (node.path !== undefined && !isNameList(node.path)) {
    report([...path, 'path'], 'shape', said`found ${show(node.path)}; expected a list of relationship names`)
  }
  parseOperator(
    node,
    Object.keys(node).filter((key) => ![kind, 'where', 'path'].includes(key)),
    path,
    report,
  )
}

function parseOperator(node: Record<string, unknown>, keys: readonly string[], path: Path, report: Report): void {
  const found = keys.filter(isOperator)
  for (const key of keys) {
    if (!isOperator(key))
      report([...path, key], 'unknown_key', said`unknown operator "${key}".${didYouMean(key, operatorNames)}`)
  }
  if (found.length !== 1 && keys.every(isOperator)) {
    const what = found.length === 0 ? 'none' : found.join(', ')
    report(path, 'one_operator', said`a condition has exactly one operator; found ${what}`)
    return
  }
  const [operator] = found
  if (operator) valueShape(operator, node[operator], [...path, operator], report)
}

function valueShape(operator: string, value: unknown, path: Path, report: Report): void {
  const expected = expectedShape(operator, value)
  if (expected) report(path, 'value', said`found ${show(value)}; expected ${expected}`)
}

/** What the value of an operator should have been, or undefined when it is all right. */
function expectedShape(operator: string, value: unknown): string | undefined {
  const positive = operator.replace(/^not(?=[A-Z])/, '').replace(/^[A-Z]/, (letter) => letter.toLowerCase())
  const orderable = ['string', 'number'].includes(typeof value)
  switch (positive) {
    case 'isNull':
    case 'isNotNull':
    case 'yearToDate':
      return value === true ? undefined : 'true'
    case 'in':
      return Array.isArray(value) && value.every((each) => ['string', 'number', 'boolean'].includes(typeof each))
        ? undefined
        : said`a list of values`
    case 'between':
      return Array.isArray(value) &&
        value.length === 2 &&
        value.every((each) => ['string', 'number'].includes(typeof each))
        ? undefined
        : said`two values, [from, to]`
    case 'withinLast':
      return isRecord(value) &&
        Number.isInteger(value.value) &&
        Number(value.value) >= 0 &&
        Number(value.value) <= 100_000 &&
        Object.keys(value).length === 2 &&
        timeUnits.some((unit) => unit === value.unit)
        ? undefined
        : said`{ value: 30, unit: days }, the unit being one of ${timeUnits.join(', ')}`
    case 'contains':
    case 'startsWith':
    case 'endsWith':
    case 'timeAt':
      return typeof value === 'string' ? undefined : positive === 'timeAt' ? said`a time such as '14:30'` : said`a text`
    case 'equals':
      return orderable || typeof value === 'boolean' ? undefined : said`one value`
    default:
      return orderable ? undefined : said`a number or a date`
  }
}

function columnShape(column: unknown, path: Path, report: Report): void {
  const pair = Array.isArray(column) && column.length === 2 && column.every((part) => typeof part === 'string')
  if (typeof column !== 'string' && !pair) {
    report(
      path,
      'shape',
      said`found ${show(column)}; expected a column such as State, purchases.TotalPrice or [purchases, 'Total.Price']`,
    )
  }
}

function oneOf(value: unknown, choices: readonly string[], path: Path, report: Report): void {
  if (value !== undefined && !choices.some((choice) => choice === value)) {
    report(path, 'value', said`found ${show(value)}; expected ${choices.join(' or ')}`)
  }
}

function onlyKey(keys: readonly string[], key: string, path: Path, report: Report): void {
  const others = keys.filter((other) => other !== key)
  if (others.length > 0) report(path, 'shape', said`"${key}" stands alone; found beside it: ${others.join(', ')}`)
}

function isNameList(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
