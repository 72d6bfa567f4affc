import { useTranslation } from 'react-i18next'
import {
  type FieldOrigin,
  type FieldType,
  isShippedType,
  type MatchException,
  type MergeChoice,
  type OwnType,
  type Winner,
} from '../../../../../src/contract/unification.ts'
import { useRuleWords } from '../use-rule-words.ts'
import type { ChangeWords } from './changes.ts'
import { columnsOf, isJoined } from './draft.ts'
import { useRuleSays } from './use-rule-says.ts'

/** The words in which changes are told: those of the steps themselves, wherever there are some. */
export function useChangeWords(): ChangeWords {
  const { t } = useTranslation()
  const ruleName = useRuleWords()
  const ruleSays = useRuleSays()
  const details = useDetails()
  const of = (what: string, aspect: string) => t('unifying.changes.of', { what, aspect })
  const nothing = t('unifying.changes.nothing')
  const field = (name: string) => t('unifying.map.field', { name })
  const table = (name: string) => t('unifying.changes.table', { name })
  const type = (each: FieldType | OwnType) => (isShippedType(each) ? t(`unifying.types.${each}`) : each)
  const yes = (is: boolean) => t(is ? 'app.yes' : 'app.no')
  const by = (choice: string, name: string) => t('unifying.changes.by', { choice, field: name })
  const winner = (each: Winner) => {
    if (typeof each === 'string') return t('unifying.deduplicate.winners.most-filled')
    return 'mostRecent' in each
      ? by(t('unifying.deduplicate.winners.mostRecent'), each.mostRecent)
      : by(t('unifying.deduplicate.winners.leastRecent'), each.leastRecent)
  }
  const merge = (each: MergeChoice) => {
    if (typeof each === 'string') return t('unifying.merge.choices.importance')
    return 'importance' in each
      ? t('unifying.changes.importance', { tables: each.importance.join(', ') })
      : winner(each)
  }
  const origin = (each: FieldOrigin | undefined) => {
    const columns = columnsOf(each)
    if (columns.length < 2) return columns[0] ?? nothing
    return t(isJoined(each) ? 'unifying.changes.join' : 'unifying.changes.first', { columns: columns.join(', ') })
  }
  const aspects = {
    name: t('unifying.map.name'),
    ruleName: t('unifying.rule.name'),
    type: t('unifying.map.type'),
    which: t('unifying.deduplicate.which'),
    winner: t('unifying.deduplicate.winner'),
    includeAll: t('unifying.match.includeAll'),
    choice: t('unifying.merge.choice'),
    keep: t('unifying.merge.keep'),
  }
  return {
    nothing,
    table,
    field,
    rule: (name, within) =>
      within === undefined
        ? t('unifying.changes.rule', { name })
        : t('unifying.changes.ruleWithin', { name, table: within }),
    cluster: (name) => t('unifying.merge.cluster', { name }),
    group: ({ fields }) => t('unifying.changes.group', { fields: fields.join(', ') }),
    role: (role) => t(`unifying.changes.roles.${role}`),
    of: (what, aspect) => of(what, aspects[aspect]),
    columnIn: (name, source) => of(field(name), t('unifying.map.columnIn', { table: source })),
    winnerOf: (source, name) => of(table(source), t('unifying.changes.winnerOf', { field: name })),
    orderOf: (list, within) =>
      within === undefined
        ? t(`unifying.changes.order.${list}`)
        : of(table(within), t(`unifying.changes.order.${list}`)),
    list: (kind, name) => of(t(`unifying.match.${kind}`), name),
    matchRules: t('unifying.match.rules'),
    id: t('unifying.merge.id'),
    ownId: t('unifying.merge.idOwn'),
    type,
    origin,
    fieldSays: ({ type: means = 'text', from, merge: choice, exclude }) =>
      [
        t('unifying.changes.means', { type: type(means) }),
        ...Object.entries(from).map(([source, each]) =>
          t('unifying.changes.readFrom', { table: source, columns: origin(each) }),
        ),
        ...(choice === undefined ? [] : [merge(choice)]),
        ...(exclude ? [t('unifying.merge.compareOnly')] : []),
      ].join('\n'),
    which: (each, source) => t(`unifying.deduplicate.${each}`, { table: source }),
    winner,
    yes,
    set: (each) => t(each === 'own' ? 'unifying.match.ownRules' : 'unifying.match.shipped'),
    ruleName,
    ruleSays: (rule) =>
      [
        ruleSays(rule, details),
        ...(rule.tables ? [whereAsked(rule.tables)] : []),
        ...(rule.active === false ? [t('unifying.changes.inactive')] : []),
      ].join('; '),
    merge,
  }

  function whereAsked([one, other]: readonly [string, string]): string {
    return one === other ? t('unifying.rule.within', { table: one }) : t('unifying.rule.between', { one, other })
  }
}

/** How the values of a condition are compared, as far as that was chosen for it. */
function useDetails(): (condition: MatchException) => string {
  const { t } = useTranslation()
  const written = (column: string | readonly string[]) => (typeof column === 'string' ? column : column.join('.'))
  return ({ normalize, alias, bypass }) => {
    const says = [
      ...(normalize
        ? [
            t('unifying.changes.normalize', {
              what:
                normalize.map((each) => t(`unifying.rule.normalizations.${each}`)).join('; ') ||
                t('unifying.changes.nothing'),
            }),
          ]
        : []),
      ...(alias
        ? [
            t('unifying.changes.alias', {
              what:
                'from' in alias
                  ? `${written(alias.from)} = ${written(alias.to)}`
                  : alias.map(([value, means]) => `${value} = ${means}`).join(', '),
            }),
          ]
        : []),
      ...(bypass
        ? [t('unifying.changes.bypass', { what: 'column' in bypass ? written(bypass.column) : bypass.join(', ') })]
        : []),
    ]
    return says.length === 0 ? '' : ` (${says.join('; ')})`
  }
}
