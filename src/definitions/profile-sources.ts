import type { ProfilesDefinition, UnifiedProfiles } from '../contract/definitions.ts'
import type { FieldType, MatchRule } from '../contract/unification.ts'

/** Whether the profiles are made of several rows a person; otherwise each row of one source is somebody. */
export function isUnified(profiles: ProfilesDefinition): profiles is UnifiedProfiles {
  return profiles.from === undefined
}

/** The sources whose rows are people. */
export function sourcesOfPeople(profiles: ProfilesDefinition): readonly string[] {
  return isUnified(profiles) ? profiles.tables.map(({ source }) => source) : [profiles.from]
}

/** Every source that the profiles are made from: those of people, and those of lists that rules and overrides read. */
export function sourcesOfProfiles(profiles: ProfilesDefinition): readonly string[] {
  if (!isUnified(profiles)) return [profiles.from]
  const lists = listColumnsOf(profiles).map(({ source }) => source)
  return [...new Set([...sourcesOfPeople(profiles), ...lists, ...(profiles.always ?? []), ...(profiles.never ?? [])])]
}

/** The columns of the Customer table that hold addresses of pictures of people (feature map, N2). */
export function imageColumns(profiles: ProfilesDefinition): readonly string[] {
  if (isUnified(profiles)) return keptOf(profiles, 'profile-image')
  return profiles.profileImage === undefined ? [] : [profiles.profileImage]
}

/** The field that names people who have neither a first nor a last name (feature map, N2). */
export function wholeNameColumn(profiles: ProfilesDefinition): string | undefined {
  return isUnified(profiles) ? keptOf(profiles, 'full-name')[0] : undefined
}

function keptOf({ fields }: UnifiedProfiles, wanted: FieldType): readonly string[] {
  return fields.filter(({ type, exclude }) => type === wanted && exclude !== true).map(({ name }) => name)
}

/** A column of a source that a rule reads values of a field from, and where it stands. */
export type ListColumn = {
  readonly path: readonly PropertyKey[]
  readonly source: string
  readonly column: string
  readonly field: string
}

/** The columns that aliases and bypassed values are read from. */
export function listColumnsOf(profiles: UnifiedProfiles): ListColumn[] {
  return rulesOf(profiles).flatMap(({ path, rule }) =>
    (['where', 'except'] as const).flatMap((part) =>
      (rule[part] ?? []).flatMap(({ field, alias, bypass }, at): ListColumn[] => {
        const here = [...path, part, at]
        const columns = [
          ...(alias && 'from' in alias
            ? [listColumn([...here, 'alias', 'from'], alias.from), listColumn([...here, 'alias', 'to'], alias.to)]
            : []),
          ...(bypass && 'column' in bypass ? [listColumn([...here, 'bypass', 'column'], bypass.column)] : []),
        ]
        return columns.map((each) => ({ ...each, field }))
      }),
    ),
  )
}

/** Every rule that is written, with its place. */
export function rulesOf(
  profiles: UnifiedProfiles,
): { readonly path: readonly PropertyKey[]; readonly rule: MatchRule }[] {
  return [
    ...(profiles.match ?? []).map((rule, at) => ({ path: ['profiles', 'match', at], rule })),
    ...(profiles.clusters ?? []).map((rule, at) => ({ path: ['profiles', 'clusters', at], rule })),
    ...profiles.tables.flatMap(({ deduplicate }, table) =>
      (deduplicate?.rules ?? []).map((rule, at) => ({
        path: ['profiles', 'tables', table, 'deduplicate', 'rules', at],
        rule,
      })),
    ),
  ]
}

function listColumn(path: readonly PropertyKey[], ref: string | readonly [string, string]): Omit<ListColumn, 'field'> {
  if (typeof ref !== 'string') return { path, source: ref[0], column: ref[1] }
  const dot = ref.indexOf('.')
  return { path, source: ref.slice(0, Math.max(dot, 0)), column: ref.slice(dot + 1) }
}
