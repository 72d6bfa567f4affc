/** What the text of a value may spell. A value may be of several kinds: 7 is an integer, a decimal and a float. */
export type ValueKind = (typeof valueKinds)[number]

export const valueKinds = [
  'boolean',
  'integer',
  'decimal',
  'float',
  'date',
  'local',
  'instant',
  'slashed',
  'comma',
] as const

const digits = (pattern: string) => `'${pattern.replaceAll('d', '[0-9]')}'`

const decimal = digits('-?((0|[1-9]d*)(\\.d+)?|\\.d+)')
const float = digits('-?((0|[1-9]d*)(\\.d+)?|\\.d+)([eE][+-]?d+)?')
const time = 'd{2}:d{2}(:d{2}(\\.d{1,9})?)?'
const local = digits(`d{4}-d{2}-d{2}([T ]${time})?`)
const instant = digits(`d{4}-d{2}-d{2}[T ]${time} ?(Z|[+-]d{2}(:?d{2})?)`)
const slashed = digits('d{1,2}[./-]d{1,2}[./-]d{4}( d{1,2}:d{2}(:d{2})?)?')
const comma = digits('-?(d{1,3}(\\.d{3})+|0|[1-9]d*)(,d+)?')

/**
 * Whether the text `v` (an SQL expression, trimmed, not null) spells a value of a kind. A value counts only as it would be
 * written by a program: 007, +45 and 1_000 are texts though the engine's own casts take them for numbers.
 */
export function spellsSql(kind: ValueKind, v: string): string {
  switch (kind) {
    case 'boolean':
      return `lower(${v}) in ('true', 'false')`
    case 'integer':
      return `try_cast(${v} as bigint)::varchar = ${v}`
    case 'decimal':
      return `regexp_full_match(${v}, ${decimal})`
    case 'float':
      return `regexp_full_match(${v}, ${float}) and isfinite(try_cast(${v} as double))`
    case 'date':
      return `length(${v}) = 10 and try_cast(${v} as date)::varchar = ${v}`
    case 'local':
      return `regexp_full_match(${v}, ${local}) and try_cast(${v} as timestamp) is not null`
    case 'instant':
      return `regexp_full_match(${v}, ${instant}) and try_cast(${v} as timestamptz) is not null`
    case 'slashed':
      return `regexp_full_match(${v}, ${slashed})`
    case 'comma':
      return `regexp_full_match(${v}, ${comma})`
    default:
      return kind satisfies never
  }
}
