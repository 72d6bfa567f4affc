import type { FieldType, MatchCondition, MatchException, MatchRule, UnifiedField } from '../contract/unification.ts'

type Fields = Partial<Record<FieldType, string>>

/**
 * The rules that are used where none are written, for the types of the fields there are. An address or a number that several
 * people share (households, family e-mails) is no proof alone: the name has to be like it, and twins are told by their first names.
 */
export function shippedRules(fields: readonly UnifiedField[]): MatchRule[] {
  const known: Fields = {}
  for (const { type = 'text', name } of fields) known[type] ??= name
  const born = fields.find(({ type, name }) => type === 'date' && /birth|born|f(ø|oe|o)d/i.test(name))?.name
  const whole = wholeName(known)
  if (whole.length === 0)
    return known.email === undefined ? [] : [{ name: 'same e-mail', where: [{ field: known.email }] }]

  const like: readonly MatchCondition[] = whole.map((field) => ({ field, precision: 'high' }))
  const rule = (name: string, where: readonly (MatchCondition | undefined)[]): MatchRule[] => {
    if (where.some((each) => each === undefined)) return []
    const except: MatchException[] = born === undefined ? [] : [{ field: born }]
    return [{ name, where: where as MatchCondition[], ...(except.length > 0 && { except }) }]
  }
  const same = (type: FieldType): MatchCondition | undefined => {
    const field = known[type]
    return field === undefined ? undefined : { field }
  }
  return [
    ...rule('same e-mail, like name', [same('email'), ...like]),
    ...rule('same phone, like name', [same('phone'), ...like]),
    ...(born === undefined ? [] : rule('same birth date, like name', [{ field: born }, ...like])),
    ...rule('same address, like name', [same('postal-code'), same('street'), ...like]),
  ]
}

/** The fields that hold somebody's name: the full one, or its parts. */
function wholeName(known: Fields): string[] {
  const full = known['full-name']
  if (full !== undefined) return [full]
  return [known['first-name'], known['last-name']].filter((name) => name !== undefined)
}
