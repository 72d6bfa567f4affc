import type { Rule, RuleNode } from '../../../../src/contract/segment.ts'
import { memberWords, nodeWords, type RuleWords, ruleParts } from './rule-words.ts'

/** A rule as a sentence, such as `Start with customers where State is Texas and who are in the segment “Subscribers”`. */
export function ruleSentence(rule: Rule, words: RuleWords): string {
  const { operator, body } = ruleParts(rule)
  const { path, ...node } = body
  const sentence = words.t(`segment.rules.sentence.${operator}`, { who: whoWords(node as RuleNode, words) })
  return path ? `${sentence} (${words.t('segment.rules.path', { path: path.join(' › ') })})` : sentence
}

function whoWords(node: RuleNode, words: RuleWords): string {
  const { t } = words
  if ('all' in node) return groupWords(node.all, t('operators.and'), t('segment.rules.who.everybody'), words)
  if ('any' in node) return groupWords(node.any, t('operators.or'), t('segment.rules.who.nobody'), words)
  return segmentWords(node, words) ?? t('segment.rules.who.where', { condition: nodeWords(node, words) })
}

function groupWords(members: readonly RuleNode[], between: string, none: string, words: RuleWords): string {
  const [only] = members
  if (only === undefined) return none
  if (members.length === 1) return whoWords(only, words)
  return members
    .map((member, at) => {
      const before = members[at - 1]
      const condition = memberWords(member, words)
      // Conditions that follow each other have one "where".
      const goesOn = before !== undefined && segmentWords(before, words) === undefined
      return segmentWords(member, words) ?? (goesOn ? condition : words.t('segment.rules.who.where', { condition }))
    })
    .join(` ${between} `)
}

/** Who is in a segment, or is not; undefined for what else a part asks. */
function segmentWords(node: RuleNode, { t, nameOf }: RuleWords): string | undefined {
  if ('segment' in node) return t('segment.rules.who.in', { name: nameOf(node.segment) })
  if ('not' in node && 'segment' in node.not) return t('segment.rules.who.notIn', { name: nameOf(node.not.segment) })
  return undefined
}
