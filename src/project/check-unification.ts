import type { Definitions, UnifiedProfiles } from '../contract/definitions.ts'
import {
  clusterColumn,
  customerId,
  type FieldType,
  type MatchRule,
  type MergeChoice,
  type OwnType,
  previousCustomerId,
  type Winner,
} from '../contract/unification.ts'
import { isUnified, listColumnsOf, rulesOf, sourcesOfPeople } from '../definitions/profile-sources.ts'
import { didYouMean } from '../lib/nearest-name.ts'
import { said } from '../lib/said.ts'
import { alternateColumn, keyColumn } from '../unification/merge-people.ts'
import { splitRef } from '../unification/plan-unification.ts'
import type { Mistake } from './shape-issues.ts'

type Path = readonly PropertyKey[]

/** What unified profiles say about their sources and fields that can be judged without looking at any data. */
export function checkUnification({ profiles, sources }: Pick<Definitions, 'profiles' | 'sources'>): Mistake[] {
  if (!isUnified(profiles)) return []
  return [
    ...checkTables(profiles, sources),
    ...checkFields(profiles, sources),
    ...rulesOf(profiles).flatMap(({ path, rule }) => checkRule(profiles, path, rule)),
    ...checkGroups(profiles),
    ...checkOwnId(profiles),
    ...checkClusters(profiles, sources),
    ...checkRoles(profiles),
    ...(['always', 'never'] as const).flatMap((list) =>
      (profiles[list] ?? []).flatMap((source, at) =>
        missingName(['profiles', list, at], 'source', source, Object.keys(sources)),
      ),
    ),
    ...listColumnsOf(profiles).flatMap(({ path, source, column }) =>
      source === ''
        ? [{ path, message: said`found "${column}"; expected the source and its column, source.column` }]
        : missingName(path, 'source', source, Object.keys(sources)),
    ),
  ]
}

function missingName(path: Path, what: string, name: string, known: readonly string[]): Mistake[] {
  if (known.includes(name)) return []
  const near = didYouMean(name, known)
  return [
    { path, message: said`there is no ${what} "${name}".${near || said` Known: ${known.join(', ') || said`none`}.`}` },
  ]
}

function checkTables(profiles: UnifiedProfiles, sources: Definitions['sources']): Mistake[] {
  return profiles.tables.flatMap(({ source, deduplicate }, at): Mistake[] => {
    const path = ['profiles', 'tables', at]
    const twice = profiles.tables.findIndex((other) => other.source === source) < at
    return [
      ...missingName([...path, 'source'], 'source', source, Object.keys(sources)),
      ...(twice ? [{ path: [...path, 'source'], message: said`"${source}" stands here twice` }] : []),
      ...checkWinner(profiles, [...path, 'deduplicate', 'winner'], deduplicate?.winner),
      ...Object.entries(deduplicate?.fields ?? {}).flatMap(([name, winner]) => [
        ...missingName([...path, 'deduplicate', 'fields', name], 'field', name, fieldNames(profiles)),
        ...checkWinner(profiles, [...path, 'deduplicate', 'fields', name], winner),
      ]),
    ]
  })
}

function checkFields(profiles: UnifiedProfiles, sources: Definitions['sources']): Mistake[] {
  const people = sourcesOfPeople(profiles)
  const own = new Set(columnsOfPostbud(profiles, sources))
  return profiles.fields.flatMap(({ name, from, merge }, at): Mistake[] => {
    const path = ['profiles', 'fields', at]
    const twice = profiles.fields.findIndex((other) => other.name.toLowerCase() === name.toLowerCase()) < at
    return [
      ...(twice ? [{ path: [...path, 'name'], message: said`"${name}" stands here twice` }] : []),
      ...(own.has(name.toLowerCase())
        ? [
            {
              path: [...path, 'name'],
              message: said`"${name}" is a column that Postbud adds; call the field otherwise`,
            },
          ]
        : []),
      ...(Object.keys(from).length === 0
        ? [
            {
              path: [...path, 'from'],
              message: said`found no source; expected at least one, with the column that holds it`,
            },
          ]
        : []),
      ...Object.keys(from).flatMap((source) => missingName([...path, 'from', source], 'table', source, people)),
      ...checkMerge(profiles, [...path, 'merge'], merge),
    ]
  })
}

/** The columns of the Customer table that are no fields, in small letters. */
function columnsOfPostbud(profiles: UnifiedProfiles, sources: Definitions['sources']): string[] {
  const keyed = sourcesOfPeople(profiles).map((name) => ({ name, key: sources[name]?.key ?? '' }))
  const names = [
    customerId,
    previousCustomerId,
    ...keyed.flatMap((table) => [keyColumn(table), alternateColumn(table)]),
  ]
  return names.map((name) => name.toLowerCase())
}

function checkRule(profiles: UnifiedProfiles, path: Path, rule: Omit<MatchRule, 'name'>): Mistake[] {
  const conditions = (['where', 'except'] as const).flatMap((part) =>
    (rule[part] ?? []).map((condition, at) => ({ condition, path: [...path, part, at] })),
  )
  return [
    ...(rule.tables ?? []).flatMap((name, at) =>
      missingName([...path, 'tables', at], 'table', name, sourcesOfPeople(profiles)),
    ),
    ...conditions.flatMap(({ condition, path: place }): Mistake[] => {
      const { field: name, precision = 'exact', normalize, alias } = condition
      const field = profiles.fields.find((each) => each.name === name)
      if (alias && 'from' in alias && splitRef(alias.from)[0] !== splitRef(alias.to)[0]) {
        return [{ path: [...place, 'alias'], message: said`the two columns are of two sources; expected one` }]
      }
      if (!field) return missingName([...place, 'field'], 'field', name, fieldNames(profiles))
      const fuzzy = precision !== 'exact' && precision !== 100
      if (isText(field.type)) return []
      return [
        ...(fuzzy
          ? [
              {
                path: [...place, 'precision'],
                message: said`"${name}" is a ${field.type}, which is the same or is not; expected exact`,
              },
            ]
          : []),
        ...(normalize?.length
          ? [
              {
                path: [...place, 'normalize'],
                message: said`"${name}" is a ${field.type}, of which nothing is left out`,
              },
            ]
          : []),
      ]
    }),
  ]
}

function checkGroups(profiles: UnifiedProfiles): Mistake[] {
  const groups = profiles.groups ?? []
  return groups.flatMap(({ fields, merge }, at): Mistake[] => [
    ...fields.flatMap((name, place): Mistake[] => {
      const path = ['profiles', 'groups', at, 'fields', place]
      const elsewhere = groups.some((other, index) =>
        (index < at ? other.fields : index === at ? fields.slice(0, place) : []).includes(name),
      )
      return [
        ...missingName(path, 'field', name, fieldNames(profiles)),
        ...(elsewhere ? [{ path, message: said`"${name}" is in a group already; a field is in one at most` }] : []),
      ]
    }),
    ...checkMerge(profiles, ['profiles', 'groups', at, 'merge'], merge),
  ])
}

/** An id stands in addresses of pages, in logs and in the audit log, where no customer's address may stand. */
function checkOwnId(profiles: UnifiedProfiles): Mistake[] {
  return (profiles.customerId ?? []).flatMap((name, at): Mistake[] => {
    const path = ['profiles', 'customerId', at]
    const type = profiles.fields.find((field) => field.name === name)?.type ?? 'text'
    const isPrivate = type === 'email' || type === 'phone' || type === 'profile-image'
    return [
      ...missingName(path, 'field', name, fieldNames(profiles)),
      ...(isPrivate
        ? [
            {
              path,
              message: said`"${name}" is an e-mail, a telephone number or a picture, and an id is told where no such may be`,
            },
          ]
        : []),
    ]
  })
}

function checkClusters(profiles: UnifiedProfiles, sources: Definitions['sources']): Mistake[] {
  const clusters = profiles.clusters ?? []
  const taken = [...columnsOfPostbud(profiles, sources), ...fieldNames(profiles).map((name) => name.toLowerCase())]
  return clusters.flatMap((cluster, at): Mistake[] => {
    const path = ['profiles', 'clusters', at]
    const column = clusterColumn(cluster)
    const twice = clusters.findIndex(({ name }) => name.toLowerCase() === cluster.name.toLowerCase()) < at
    return [
      ...(twice ? [{ path: [...path, 'name'], message: said`"${cluster.name}" stands here twice` }] : []),
      ...(taken.includes(column.toLowerCase())
        ? [
            {
              path: [...path, 'name'],
              message: said`the profile has a column "${column}" already; call the cluster otherwise`,
            },
          ]
        : []),
    ]
  })
}

function checkRoles(profiles: UnifiedProfiles): Mistake[] {
  const kept = profiles.fields.filter(({ exclude }) => exclude !== true).map(({ name }) => name)
  return (['email', 'firstName', 'lastName', 'updatedAt'] as const).flatMap((role) => {
    const name = profiles[role]
    return name === undefined ? [] : missingName(['profiles', role], said`kept field`, name, kept)
  })
}

function checkMerge(profiles: UnifiedProfiles, path: Path, merge: MergeChoice | undefined): Mistake[] {
  if (merge === undefined || merge === 'importance') return []
  if ('importance' in merge) {
    return merge.importance.flatMap((name, at) =>
      missingName([...path, 'importance', at], 'table', name, sourcesOfPeople(profiles)),
    )
  }
  return checkWinner(profiles, path, merge)
}

function checkWinner(profiles: UnifiedProfiles, path: Path, winner: Winner | undefined): Mistake[] {
  if (winner === undefined || winner === 'most-filled') return []
  const [key, name] = 'mostRecent' in winner ? ['mostRecent', winner.mostRecent] : ['leastRecent', winner.leastRecent]
  const field = profiles.fields.find((each) => each.name === name)
  if (!field) return missingName([...path, key], 'field', name, fieldNames(profiles))
  if (field.type === 'date' || field.type === 'number') return []
  return [
    {
      path: [...path, key],
      message: said`"${name}" is a ${field.type ?? 'text'}; expected a field of the type date or number`,
    },
  ]
}

function isText(type?: FieldType | OwnType): boolean {
  return type !== 'date' && type !== 'number' && type !== 'boolean'
}

function fieldNames({ fields }: UnifiedProfiles): string[] {
  return fields.map(({ name }) => name)
}
