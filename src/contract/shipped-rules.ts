import {
  type FieldOrigin,
  type FieldType,
  type MatchCondition,
  type MatchException,
  type MatchRule,
  plainType,
  type UnifiedField,
} from './unification.ts'

/** What the shipped rules are called in figures and explanations. */
export const shippedRuleNames = [
  'same e-mail',
  'same e-mail, like name',
  'same e-mail, name spelt alike',
  'same e-mail and last name, first name may be missing',
  'same e-mail and first name, last name may be missing',
  'same phone, like name',
  'same phone, name spelt alike',
  'same phone and last name, first name may be missing',
  'same phone and first name, last name may be missing',
  'same birth date, like name',
  'same birth date, name spelt alike',
  'same address, like name',
  'same address, name spelt alike',
  'same address and first name, last name may be missing',
  'same e-mail and phone',
  'same e-mail and birth date',
  'same phone and birth date',
  'same address and birth date',
  'same e-mail, names turned round',
  'same phone, names turned round',
  'same birth date, names turned round',
  'same address, names turned round',
] as const

export type ShippedRuleName = (typeof shippedRuleNames)[number]

type Known = Partial<Record<FieldType, string>>

/** Rules, and the fields they look at: those there are, and at most one that is only compared. */
export type Shipped = { readonly fields: readonly UnifiedField[]; readonly rules: readonly MatchRule[] }

/**
 * The rules that are used where none are written, for the types of the fields there are. What several people share (households,
 * family e-mails and telephones) is no proof alone: either the name has to be like it, or something else has to be shared that
 * a household does not share, and nobody is one with somebody of another first name or birth date, which twins are told by.
 * How many they find, and how many wrongly, is measured by `npm run bench:unification`.
 */
export function shippedRules(fields: readonly UnifiedField[]): Shipped {
  const known: Known = {}
  for (const { type, name } of fields) known[plainType(type)] ??= name
  const born = fields.find(({ type, name }) => type === 'date' && /birth|born|f(ø|oe|o)d/i.test(name))?.name
  const parts = [known['first-name'], known['last-name']].filter((name) => name !== undefined)
  const joined = known['full-name'] === undefined ? wholeName(fields, known) : undefined
  const whole = known['full-name'] ?? joined?.name
  if (whole === undefined && parts.length === 0) {
    const name: ShippedRuleName = 'same e-mail'
    const rules = known.email === undefined ? [] : [{ name, where: [{ field: known.email }] }]
    return { fields, rules }
  }

  const like: readonly MatchCondition[] = (parts.length > 0 ? parts : [whole ?? '']).map((field) => ({
    field,
    precision: 'high',
  }))
  const otherBirth: readonly MatchException[] = born === undefined ? [] : [{ field: born }]
  const first = known['first-name']
  // Two letters that changed places are two edits: of a name of five letters, three are left.
  const misspelt = 60
  const firstUnless = (precision: number): readonly MatchException[] =>
    first === undefined ? [] : [{ field: first, precision }]
  const rule = (
    name: ShippedRuleName,
    shared: readonly (string | undefined)[],
    names: readonly MatchCondition[] | undefined,
    except: readonly MatchException[],
  ): MatchRule[] => {
    if (!names) return []
    const where = shared.flatMap((field) => (field === undefined ? [] : [{ field }]))
    if (where.length < shared.length) return []
    return [{ name, where: [...where, ...names], ...(except.length > 0 && { except }) }]
  }
  const last = known['last-name']
  const family: readonly MatchCondition[] = last === undefined ? like : [{ field: last, precision: 65 }]
  /** First and family name, where rows have both apart. */
  const named = (precision: number, familyPrecision = 80): readonly MatchCondition[] =>
    first && last
      ? [
          { field: first, precision },
          { field: last, precision: familyPrecision },
        ]
      : like
  // A name that is misspelt stands in no table of names: Gitge is like Gitte, and is not like Birgit, which Gitte is short for.
  const spelt = (familyPrecision: number): readonly MatchCondition[] | undefined =>
    first && last
      ? [
          { field: first, precision: 80, normalize: ['ascii', 'lower-case', 'symbols', 'whitespace'] },
          { field: last, precision: familyPrecision },
        ]
      : undefined
  const { email, phone, street } = known
  const postalCode = known['postal-code']
  const byFirstName = (name: ShippedRuleName, shared: readonly (string | undefined)[]): MatchRule[] =>
    first && last ? rule(name, shared, like.slice(0, 1), [{ field: last, precision: 65 }, ...otherBirth]) : []
  /**
   * One e-mail or telephone: of somebody with a name like it; of a family name like it, which may have no first name if nothing says that it is
   * a family's; or of a first name like it, which may have no family name, as a family has that in common anyway.
   */
  const reachedAt = (what: 'e-mail' | 'phone', field: string | undefined, other: string | undefined): MatchRule[] => {
    if (!first || !last) return rule(`same ${what}, like name`, [field], family, otherBirth)
    const others: readonly MatchException[] = other === undefined ? [] : [{ field: other }]
    return [
      ...rule(`same ${what}, like name`, [field], named(misspelt, 65), otherBirth),
      ...rule(`same ${what}, name spelt alike`, [field], spelt(65), otherBirth),
      ...rule(`same ${what} and last name, first name may be missing`, [field], family, [
        ...firstUnless(misspelt),
        ...otherBirth,
        ...others,
      ]),
      ...byFirstName(`same ${what} and first name, last name may be missing`, [field]),
    ]
  }
  const turned = (field: string): MatchRule[] => {
    const names = [{ field, precision: 90 }] as const
    const besides: readonly MatchException[] = first ? [{ field: first, precision: 40, when: 'same' }] : []
    return [
      ...rule('same e-mail, names turned round', [email], names, [...besides, ...otherBirth]),
      ...rule('same phone, names turned round', [phone], names, [...besides, ...otherBirth]),
      ...(born === undefined ? [] : rule('same birth date, names turned round', [born], names, besides)),
      ...rule('same address, names turned round', [postalCode, street], names, [...besides, ...otherBirth]),
    ]
  }
  const rules = [
    ...reachedAt('e-mail', email, phone),
    ...reachedAt('phone', phone, email),
    ...(born === undefined ? [] : rule('same birth date, like name', [born], named(65), [])),
    ...(born === undefined ? [] : rule('same birth date, name spelt alike', [born], spelt(80), [])),
    ...rule('same address, like name', [postalCode, street], named(misspelt, 75), otherBirth),
    ...rule('same address, name spelt alike', [postalCode, street], spelt(75), otherBirth),
    ...byFirstName('same address and first name, last name may be missing', [postalCode, street]),
    // Two things that hardly two people share but twins, however much a short first name is misspelt.
    ...rule('same e-mail and phone', [email, phone], [], [...firstUnless(40), ...otherBirth]),
    ...(born === undefined ? [] : rule('same e-mail and birth date', [email, born], [], firstUnless(50))),
    ...(born === undefined ? [] : rule('same phone and birth date', [phone, born], [], firstUnless(50))),
    // Twins share these, so that a missing first name tells nothing, and one that is half alike not enough.
    ...(born === undefined
      ? []
      : rule(
          'same address and birth date',
          [postalCode, street, born],
          first ? [{ field: first, precision: 65 }] : like,
          [],
        )),
    // Names that stand in each other's place: the words of the whole name are alike in any order, and the first names are not. Two of
    // one household have the family name in common and first names that are much alike, or whole names that are not.
    ...(whole && parts.length === 2 ? turned(whole) : []),
  ]
  return { fields: joined ? [...fields, joined] : fields, rules }
}

/** First and family name as one field that is only compared, for the sources that have each in one column. */
function wholeName(fields: readonly UnifiedField[], known: Known): UnifiedField | undefined {
  const [first, last] = [known['first-name'], known['last-name']].map((name) =>
    fields.find((each) => each.name === name),
  )
  if (!first || !last) return undefined
  const from = Object.entries(first.from).flatMap(([source, one]): [string, FieldOrigin][] => {
    const other = last.from[source]
    return typeof one === 'string' && typeof other === 'string' ? [[source, { join: [one, other] }]] : []
  })
  if (from.length === 0) return undefined
  return { name: `${first.name} ${last.name}`, type: 'full-name', exclude: true, from: Object.fromEntries(from) }
}
