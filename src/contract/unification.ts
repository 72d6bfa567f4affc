import { z } from 'zod'
import { didYouMean } from '../lib/nearest-name.ts'
import { said } from '../lib/said.ts'
import { columnRef, thingName } from './column.ts'

/** What the values of a unified field mean. It decides how they are compared where a rule says nothing, and their data type. */
export const fieldTypes = [
  'text',
  'first-name',
  'last-name',
  'full-name',
  'email',
  'phone',
  'street',
  'city',
  'postal-code',
  'country',
  'organization',
  'profile-image',
  'id',
  'date',
  'number',
  'boolean',
] as const

export type FieldType = (typeof fieldTypes)[number]

/** A meaning that is somebody's own, told by its dot (`Loyalty.Tier`): for whoever reads it; the values are texts (feature map, N2). */
export type OwnType = `${string}.${string}`

/** The type by which values are kept and compared. */
export function plainType(type: FieldType | OwnType = 'text'): FieldType {
  return isShippedType(type) ? type : 'text'
}

export function isShippedType(type: string): type is FieldType {
  return (fieldTypes as readonly string[]).includes(type)
}

/** What may be taken out of values before they are compared; what is stored stays as it came (feature map, N8). */
export const normalizations = [
  'numerals',
  'symbols',
  'lower-case',
  'phone',
  'name',
  'address',
  'organization',
  'ascii',
  'whitespace',
] as const

export type Normalization = (typeof normalizations)[number]

/** How alike two values have to be: the words of the feature map (N9: 30, 60, 80 and 100 %), or a percentage. */
export type Precision = 'low' | 'medium' | 'high' | 'exact' | number

/** The percentage that a precision stands for. */
export function percentOf(precision: Precision = 'exact'): number {
  if (typeof precision === 'number') return precision
  return { low: 30, medium: 60, high: 80, exact: 100 }[precision]
}

/** Values that never match: written out, or a column of a source. */
export type Bypass = readonly string[] | { readonly column: string | readonly [string, string] }

/** Values that mean another: pairs written out, or two columns of a source. */
export type Alias =
  | readonly (readonly [string, string])[]
  | { readonly from: string | readonly [string, string]; readonly to: string | readonly [string, string] }

type Comparison = {
  readonly field: string
  /** Default exact. */
  readonly precision?: Precision
  /** Default: what the field's type asks for. */
  readonly normalize?: readonly Normalization[]
  readonly alias?: Alias
  readonly bypass?: Bypass
}

export type MatchCondition = Comparison

/** Blocks a match of its rule: where the two differ (default; both have a value, and are less alike), or where they are the same. */
export type MatchException = Comparison & { readonly when?: 'differ' | 'same' }

/** All conditions together make two rows one person, unless one of the exceptions holds. */
export type MatchRule = {
  readonly name: string
  readonly where: readonly MatchCondition[]
  readonly except?: readonly MatchException[]
  /** Only between these two tables, or, twice the same, within one. Default: wherever its fields are. */
  readonly tables?: readonly [string, string]
  readonly active?: boolean
}

/** Which of several rows is the person's (feature map, N4). The fields named are dates or numbers. */
export type Winner = 'most-filled' | { readonly mostRecent: string } | { readonly leastRecent: string }

/** Where a merged value comes from (N12): the first table that has one, in the order given; or the newest or oldest row. */
export type MergeChoice =
  | 'importance'
  | { readonly importance: readonly string[] }
  | { readonly mostRecent: string }
  | { readonly leastRecent: string }

export type UnifiedTable = {
  readonly source: string
  /** Whether rows that match nobody become people of their own. Default true. */
  readonly includeAll?: boolean
  readonly deduplicate?: {
    /** Rules within this table, beside those of `match` (N3). */
    readonly rules?: readonly MatchRule[]
    /** Whether the rules of `match` that can be asked of this table are asked within it. Default true (N3). */
    readonly matchRules?: boolean
    /** Default most-filled. */
    readonly winner?: Winner
    /** For single fields another choice than the winner's row. */
    readonly fields?: Readonly<Record<string, Winner>>
  }
}

/** A column; several of which the first with a value counts; or several written one after another. */
export type FieldOrigin = string | readonly string[] | { readonly join: readonly string[] }

export type UnifiedField = {
  readonly name: string
  readonly type?: FieldType | OwnType
  /** By source. A table that is not named has no such values. */
  readonly from: Readonly<Record<string, FieldOrigin>>
  readonly merge?: MergeChoice
  /** Compared, but not kept with the person. */
  readonly exclude?: boolean
}

/** Fields that one table gives together, so that a street never stands beside another's town. */
export type FieldGroup = { readonly fields: readonly string[]; readonly merge?: MergeChoice }

/** People who belong together without being one, such as a household: alike by their merged values, and whoever is alike with those. */
export type Cluster = {
  /** Such as Household; the Customer table has the column HouseholdId. */
  readonly name: string
  readonly where: readonly MatchCondition[]
  readonly except?: readonly MatchException[]
}

/** How several sources become one row a person. */
export type Unification = {
  /** In the order in which they are matched: each against those above it. */
  readonly tables: readonly UnifiedTable[]
  readonly fields: readonly UnifiedField[]
  /** Tried in this order; the next only where the one before found nobody. Default: the shipped rules for the fields' types. */
  readonly match?: readonly MatchRule[]
  readonly groups?: readonly FieldGroup[]
  /** Sources of pairs of rows (Table1, Table1Key, Table2, Table2Key) that are one person whatever rules say. */
  readonly always?: readonly string[]
  /** Sources of such pairs that are never one person. */
  readonly never?: readonly string[]
  /** Fields whose values are a person's CustomerId, where they have all of them. Default: an id of Postbud's own. */
  readonly customerId?: readonly string[]
  readonly clusters?: readonly Cluster[]
}

/** The key of the Customer table where it is unified, and the column that names a person's earlier keys. */
export const customerId = 'CustomerId'
export const previousCustomerId = 'PreviousCustomerId'
/** The column of the Customer table that tells which of the clusters of a name a person is in. */
export function clusterColumn({ name }: Pick<Cluster, 'name'>): string {
  return `${name}Id`
}

/** The column that unified sources have beside their own: whose row it is. */
export const unifiedId = 'UnifiedCustomerId'

const text = z.string().min(1, said`expected a text that is not empty`)
const field = text.describe('The name of a unified field')

const precision = z
  .union([
    z.enum(['low', 'medium', 'high', 'exact']),
    z.int().min(1, 'expected a percentage from 1 to 100').max(100, 'expected a percentage from 1 to 100'),
  ])
  .describe('How alike two values have to be: low (30 %), medium (60 %), high (80 %), exact, or a percentage')

const comparison = {
  field,
  precision: precision.exactOptional(),
  normalize: z
    .array(z.enum(normalizations))
    .readonly()
    .exactOptional()
    .describe("What is taken out of values before they are compared. Default: what the field's type asks for"),
  alias: z
    .union([z.array(z.tuple([text, text]).readonly()).readonly(), z.strictObject({ from: columnRef, to: columnRef })])
    .exactOptional()
    .describe('Values that mean another: pairs, or two columns of a source (from: aliases.name, to: aliases.means)'),
  bypass: z
    .union([z.array(text).readonly(), z.strictObject({ column: columnRef })])
    .exactOptional()
    .describe('Values that never match: a list, or a column of a source'),
}

const exceptions = z
  .array(
    z.strictObject({
      ...comparison,
      when: z
        .enum(['differ', 'same'])
        .exactOptional()
        .describe('Whether it blocks where the values differ (default) or where they are the same'),
    }),
  )
  .readonly()

export const matchRuleSchema = z.strictObject({
  name: text.describe('What the rule is called in figures and explanations'),
  where: z
    .array(z.strictObject(comparison))
    .min(1, 'expected at least one condition')
    .readonly()
    .describe('Conditions that all have to hold'),
  except: exceptions.exactOptional().describe('Each of these blocks a match of this rule'),
  tables: z
    .tuple([thingName, thingName])
    .readonly()
    .exactOptional()
    .describe('Only between these two tables, or within one that is named twice'),
  active: z.boolean().exactOptional().describe('Whether the rule is used. Default true'),
})

const byField = {
  mostRecent: field.describe('The date or number that is greatest on the newest row'),
  leastRecent: field.describe('The date or number that is smallest on the oldest row'),
}

const winnerSchema = z.union([
  z.literal('most-filled'),
  z.strictObject({ mostRecent: byField.mostRecent }),
  z.strictObject({ leastRecent: byField.leastRecent }),
])

const mergeSchema = z
  .union([
    z.literal('importance'),
    z.strictObject({ importance: z.array(thingName).min(1).readonly() }),
    z.strictObject({ mostRecent: byField.mostRecent }),
    z.strictObject({ leastRecent: byField.leastRecent }),
  ])
  .describe('Which table gives the value: the first in order that has one (importance), or the newest or oldest row')

export const unifiedTableSchema = z.strictObject({
  source: thingName.describe('The source'),
  includeAll: z
    .boolean()
    .exactOptional()
    .describe('Whether rows that match nobody become people of their own. Default true'),
  deduplicate: z
    .strictObject({
      rules: z
        .array(matchRuleSchema)
        .readonly()
        .exactOptional()
        .describe('Rules within this table, beside those of match'),
      matchRules: z
        .boolean()
        .exactOptional()
        .describe('Whether the rules of match are asked within this table. Default true'),
      winner: winnerSchema.exactOptional().describe('Which of several rows is the person. Default most-filled'),
      fields: z.record(text, winnerSchema).exactOptional().describe('Another choice for single fields'),
    })
    .exactOptional(),
})

const ownTypePattern = /^[\p{L}\d_-]+(\.[\p{L}\d_-]+)+$/u

/** What is nearly one of the types that are known is no type of somebody's own: nobody would be found by it, and nobody be told. */
const ownType = z
  .string()
  .max(100)
  .superRefine((type, ctx) => {
    if (!isOwnType(type)) ctx.addIssue(noType(type))
  })
  .meta({ pattern: '^[^.\\s]+(\\.[^.\\s]+)+$' }) as unknown as z.ZodType<OwnType, OwnType>

function isOwnType(type: string): boolean {
  return ownTypePattern.test(type) && knownAs(type) === undefined
}

/** The type that is meant by one of somebody's own: by its last word, or by all of them. */
function knownAs(type: string): FieldType | undefined {
  const meant = [type.slice(type.lastIndexOf('.') + 1), type].map(bare)
  return fieldTypes.find((each) => meant.includes(bare(each)))
}

/** Why a text is no type, in a sentence. */
function noType(type: string): string {
  const known = type.includes('.') ? knownAs(type) : undefined
  if (known) return said`expected ${known}, by which the type is known here`
  const near = didYouMean(type, fieldTypes)
  return `${said`expected ${fieldTypes.join(', ')}, or for a type of your own words with dots between them, such as Loyalty.Tier`}${near && `.${near}`}`
}

function bare(type: string): string {
  return type.toLowerCase().replace(/[^a-z]/g, '')
}

export const unifiedFieldSchema = z.strictObject({
  name: field,
  type: z
    .union([z.enum(fieldTypes), ownType], { error: ({ input }) => noType(String(input)) })
    .exactOptional()
    .describe('What the values mean. Default text; a meaning of your own has a dot in it (Loyalty.Tier)'),
  from: z
    .record(
      thingName,
      z.union([text, z.array(text).min(1).readonly(), z.strictObject({ join: z.array(text).min(1).readonly() })]),
    )
    .describe('The column of each source that holds it; a list: the first with a value; join: one after another'),
  merge: mergeSchema.exactOptional(),
  exclude: z.boolean().exactOptional().describe('Compared, but not kept with the person. Default false'),
})

const sourceNames = z.array(thingName).readonly()

export const unificationShape = {
  tables: z
    .array(unifiedTableSchema)
    .min(1, 'expected at least one table')
    .max(200, 'at most 200 tables')
    .readonly()
    .describe('The sources that become one row a person, in the order in which they are matched'),
  fields: z
    .array(unifiedFieldSchema)
    .min(1, 'expected at least one field')
    .readonly()
    .describe('What is known of a person'),
  match: z
    .array(matchRuleSchema)
    .readonly()
    .exactOptional()
    .describe("When rows are one person, in the order in which it is tried. Default: rules for the fields' types"),
  groups: z
    .array(
      z.strictObject({
        fields: z
          .array(field)
          .min(2, 'expected two fields or more')
          .max(10, 'a group has at most 10 fields')
          .readonly(),
        merge: mergeSchema.exactOptional(),
      }),
    )
    .max(15, 'at most 15 groups')
    .readonly()
    .exactOptional()
    .describe('Fields that one table gives together'),
  customerId: z
    .array(field)
    .min(1, 'expected at least one field')
    .max(5, 'at most 5 fields')
    .readonly()
    .exactOptional()
    .describe(
      "Fields whose values are a person's CustomerId, where they have all of them. Default: an id of Postbud's own",
    ),
  clusters: z
    .array(
      z.strictObject({
        name: text.max(100).describe('Such as Household; the profile then has the column HouseholdId'),
        where: z.array(z.strictObject(comparison)).min(1, 'expected at least one condition').readonly(),
        except: exceptions.exactOptional(),
      }),
    )
    .max(15, 'at most 15 clusters')
    .readonly()
    .exactOptional()
    .describe('People who belong together, by their merged values, such as a household'),
  always: sourceNames.exactOptional().describe('Sources of pairs of rows that are one person whatever rules say'),
  never: sourceNames.exactOptional().describe('Sources of pairs of rows that are never one person'),
}
