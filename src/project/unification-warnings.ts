import type { Definitions, UnifiedProfiles } from '../contract/definitions.ts'
import { shippedRules } from '../contract/shipped-rules.ts'
import type { MatchRule } from '../contract/unification.ts'
import { isUnified, rulesOf, wholeNameColumn } from '../definitions/profile-sources.ts'
import { said } from '../lib/said.ts'
import type { Mistake } from './shape-issues.ts'

/** More fields than this are kept of nobody on purpose (feature map, N2). */
const manyFields = 1_000

/** What unified profiles may mean, and seldom do (feature map, N2, N6 and N9). Expects them to have no mistakes. */
export function unificationWarnings({ profiles }: Pick<Definitions, 'profiles'>): Mistake[] {
  if (!isUnified(profiles)) return []
  const { tables, fields, match = shippedRules(fields).rules, firstName, lastName } = profiles
  const has = (rule: MatchRule, source: string) =>
    rule.where.every(({ field }) => fields.find(({ name }) => name === field)?.from[source] !== undefined)
  const isAsked = ({ tables: only, active, ...rule }: MatchRule, pair: readonly string[]) =>
    active !== false &&
    pair.every((source) => has(rule, source) && (only === undefined || only.includes(source))) &&
    (only === undefined || only[0] !== only[1])
  return [
    ...(firstName === undefined && lastName === undefined && wholeNameColumn(profiles) === undefined
      ? [
          {
            path: ['profiles'],
            message: said`no firstName, no lastName and no field of the type full-name, so that cards and lists name nobody`,
          },
        ]
      : []),
    ...(fields.length > manyFields
      ? [{ path: ['profiles', 'fields'], message: said`more than 1,000 fields make everything slow` }]
      : []),
    ...tables.flatMap(({ source }, at) =>
      tables.slice(0, at).flatMap(({ source: above }): Mistake[] => {
        if (match.some((rule) => isAsked(rule, [source, above]))) return []
        const message = said`no rule of match is asked between "${source}" and "${above}", so nobody of one is found in the other`
        return [{ path: ['profiles', 'tables', at], message }]
      }),
    ),
    ...calledAlike(profiles),
    ...rulesOf(profiles).flatMap(({ path, rule: { where, active } }): Mistake[] => {
      const isExact = where.some(({ precision = 'exact' }) => precision === 'exact' || precision === 100)
      if (isExact || active === false) return []
      return [
        {
          path,
          message: said`no condition is exact: that is slower, and with very many rows some may not be compared`,
        },
      ]
    }),
  ]
}

/** Rules that may be asked of the same rows, by one name: figures, explanations and previews could not tell them apart. */
function calledAlike(profiles: UnifiedProfiles): Mistake[] {
  const rules = rulesOf(profiles).filter(({ path: [, part] }) => part !== 'clusters')
  return rules.flatMap(({ path, rule: { name } }, at) => {
    const isAlike = (other: (typeof rules)[number]) =>
      other.rule.name === name && (other.path[1] === 'match' || path[1] === 'match' || other.path[2] === path[2])
    if (!rules.slice(0, at).some(isAlike)) return []
    return [
      { path: [...path, 'name'], message: said`another rule is called "${name}", too; figures do not tell them apart` },
    ]
  })
}
