import { z } from 'zod'
import { seesEmails } from '../../access/sees-emails.ts'
import { thingName } from '../../contract/column.ts'
import type { Definitions } from '../../contract/definitions.ts'
import { unifiedProfilesSchema } from '../../contract/definitions-schema.ts'
import { shippedRules } from '../../contract/shipped-rules.ts'
import { matchRuleSchema, unificationShape, unifiedFieldSchema } from '../../contract/unification.ts'
import { loadResolved } from '../../definitions/resolve-definitions.ts'
import { checkProfiles } from '../../project/check-profiles.ts'
import {
  explainRows,
  lookAtPerson,
  proposeUnified,
  requireUnified,
  searchUnifiedRows,
  tryProfiles,
  tryRule,
} from '../../refresh/look-at-unification.ts'
import { matchRulesOf } from '../../unification/plan-unification.ts'
import { definitionHashOf } from '../../unification/refresh-unification.ts'
import { type UnifiedSnapshot, unificationState } from '../../unification/unification-state.ts'
import { type Route, route } from '../route.ts'
import { sentence } from '../sentence.ts'
import type { ServerApp } from '../server-app.ts'
import { shownTo, valuesFor } from '../shown-emails.ts'
import { cellRow, columnSchema } from '../table-schemas.ts'
import { shownKey, whoIs } from '../who-is.ts'

const tag = 'Unification'
const rowName = z.object({ source: thingName, key: z.string().min(1).max(1000) })
const pair = <T extends z.ZodType>(each: T) => z.tuple([each, each])

const conditionSchema = columnSchema.pick({ type: true }).extend({
  field: z.string(),
  values: pair(z.string().nullable()).describe('As they are in the sources'),
  compared: pair(z.string().nullable()).describe('As they are compared; null where there is nothing to compare'),
  score: z.number().nullable().describe('How alike they are, 0 to 1'),
  needed: z.number(),
  holds: z.boolean(),
})

const figuresSchema = z.object({
  people: z.int(),
  matchedPeople: z.int().describe('People with rows in more than one table'),
  mergedPeople: z.int().describe('People with more than one row'),
  tables: z.array(
    z.object({
      source: z.string(),
      rows: z.int(),
      unique: z.int().describe('Rows, those of one person counted once; the others are duplicates'),
      matched: z.int().describe('Rows of people who have rows in another table, too'),
      single: z.int().describe('Rows of people of this table alone'),
      leftOut: z.int().describe('Rows that are nobody’s profile'),
      several: z
        .int()
        .exactOptional()
        .describe('Rows of people who have several in this table: those of its table of duplicates'),
    }),
  ),
  rules: z.array(
    z.object({
      kind: z.enum(['within', 'between']),
      table: z.string(),
      against: z.string().exactOptional(),
      rule: z.string(),
      found: z.int(),
      refused: z.int().describe('What did not become one because a list says never'),
      leftOut: z
        .object({ blocks: z.int(), pairs: z.number() })
        .exactOptional()
        .describe('Pairs that were too many to be looked at: the rule may have missed people'),
    }),
  ),
  mappedColumns: z.int().describe('Columns of the sources that a field is read from, each once'),
  keptFields: z.int(),
  clusters: z
    .array(
      z.object({
        name: z.string(),
        clusters: z.int(),
        shared: z.int().describe('Those of several people'),
        people: z.int().describe('People who are in one'),
      }),
    )
    .exactOptional(),
  matchPairs: z.int().exactOptional().describe('Pairs of rows of two tables that were made one'),
})

const trying = {
  profiles: unifiedProfilesSchema.exactOptional().describe('Profiles that are not saved; left out, those that are'),
  rows: z.int().min(10).max(100_000).default(5_000).describe('About so many rows of each table are looked at'),
}

const rulePair = z.object({ rows: pair(rowName), where: z.array(conditionSchema), matches: z.boolean() })

export const unificationRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/unification',
    tag,
    summary: 'How the sources were last unified: the figures, the rules that are used, and how the last attempt failed',
    rights: 'viewer',
    answers: {
      200: z.object({
        figures: figuresSchema.nullable().describe('Null before the first time'),
        rules: z.array(z.string()).describe('Names of the rules between tables, also where the shipped ones are used'),
        refreshedAt: z.iso.datetime().nullable(),
        checkedAt: z.iso.datetime().nullable(),
        durationMs: z.int().nullable(),
        definitionChanged: z
          .boolean()
          .describe('Whether the profiles are of another definition than the one that is saved, or of none yet'),
        matching: z
          .object({
            figures: figuresSchema,
            matchedAt: z.iso.datetime(),
            durationMs: z.int(),
            definitionChanged: z.boolean(),
          })
          .nullable()
          .describe(
            'What matching alone found since the profiles were made; its people are those that unifying would make',
          ),
        error: z.object({ code: z.string(), message: sentence, at: z.iso.datetime() }).nullable(),
      }),
    },
    handle: async ({ app }) => {
      const definitions = await loadResolved(app)
      const profiles = requireUnified(definitions)
      const { snapshot, matching, error } = (await unificationState(app.db)) ?? {}
      const isOther = ({ definitionHash, inputs }: Pick<UnifiedSnapshot, 'definitionHash' | 'inputs'>) =>
        definitionHash !==
        definitionHashOf({ definition: profiles, timeZone: definitions.environment.timeZone }, inputs)
      return {
        figures: snapshot?.figures ?? null,
        rules: matchRulesOf(profiles).map(({ name }) => name),
        refreshedAt: snapshot?.refreshedAt.toISOString() ?? null,
        checkedAt: snapshot?.checkedAt.toISOString() ?? null,
        durationMs: snapshot?.durationMs ?? null,
        definitionChanged: !snapshot || isOther(snapshot),
        matching: matching
          ? {
              figures: matching.figures,
              matchedAt: matching.matchedAt.toISOString(),
              durationMs: matching.durationMs,
              definitionChanged: isOther(matching),
            }
          : null,
        error: error ? { code: error.code, message: error.message, at: error.at.toISOString() } : null,
      }
    },
  }),
  route({
    method: 'GET',
    path: '/unification/people/:id',
    tag,
    summary:
      'A person: the row that each value is of, why, and what the other rows have. Also by an id that was merged into theirs',
    rights: 'viewer',
    params: z.object({ id: z.string().min(1).max(100) }),
    answers: {
      200: z.object({
        customerId: z.string(),
        previousIds: z.array(z.string()),
        fields: z.array(
          z.object({
            field: z.string(),
            value: z.unknown(),
            from: rowName.nullable(),
            merge: z.unknown().describe('As in the definition of the field or of its group'),
            group: z.array(z.string()),
            others: z.array(rowName.extend({ value: z.unknown() })),
          }),
        ),
        rows: z.array(rowName.extend({ winner: z.boolean(), values: cellRow })),
        clusters: z
          .array(z.object({ name: z.string(), id: z.string(), people: z.array(z.string()) }))
          .describe('Such as the household, with the ids of everybody in it'),
      }),
    },
    handle: async ({ app, person, params: { id } }) => {
      const definitions = await loadResolved(app)
      return shownTo(person, definitions, await lookAtPerson(app, definitions, id))
    },
  }),
  route({
    method: 'POST',
    path: '/unification/explain',
    tag,
    summary: 'Why two rows are one person, or why not',
    rights: 'viewer',
    body: z.strictObject({ rows: pair(rowName) }),
    answers: {
      200: z.object({
        rows: pair(rowName),
        people: pair(z.string().nullable()).describe('Whose the rows are; null for rows that are nobody’s profile'),
        samePerson: z.boolean(),
        steps: z
          .array(
            z.object({
              from: rowName,
              to: rowName,
              by: z.enum(['rule', 'always']),
              rule: z.string().nullable(),
              score: z.number().nullable(),
            }),
          )
          .describe('The way from one to the other over rows that were made one'),
        rules: z.array(
          z.object({
            rule: z.string(),
            where: z.array(conditionSchema),
            blockedBy: z.array(conditionSchema),
            holds: z.boolean(),
          }),
        ),
        listed: z.enum(['always', 'never']).nullable(),
      }),
    },
    handle: async ({ app, person, body: { rows } }) => {
      const definitions = await loadResolved(app)
      return shownTo(person, definitions, await explainRows(app, definitions, rows))
    },
  }),
  route({
    method: 'POST',
    path: '/unification/rows',
    tag,
    summary: 'Rows of the tables that are unified in whose keys and fields all of some words stand',
    rights: 'viewer',
    body: z.strictObject({
      text: z.string().max(320).describe('E-mail addresses are searched for those who see them in full'),
      limit: z.int().min(1).max(100).default(10).describe('Rows of each table'),
    }),
    answers: {
      200: z.object({
        tables: z.array(
          z.object({
            source: z.string(),
            rows: z.array(
              z.object({
                key: z.string(),
                isKeyShown: z.boolean().describe('Whether the key stands here in full, so that it can be asked about'),
                email: z.string().nullable(),
                name: z.string().nullable(),
              }),
            ),
            more: z.boolean(),
          }),
        ),
      }),
    },
    handle: async ({ app, person, body: { text, limit }, signal }) => {
      const definitions = await loadResolved(app)
      const { environment, profiles } = definitions
      const search = { text, limit, searchEmails: seesEmails(person, environment) }
      const show = valuesFor(person, definitions)
      const found = await searchUnifiedRows(app, definitions, search, { signal })
      return {
        tables: found.map(({ source, rows, more }) => ({
          source,
          rows: rows.map(({ key, values }) => ({ ...shownKey(key, show), ...whoIs(profiles, values, show) })),
          more,
        })),
      }
    },
  }),
  route({
    method: 'POST',
    path: '/unification/propose',
    tag,
    summary:
      'Profiles that some sources could be unified into, by what their columns are called and hold; changes nothing',
    rights: 'contributor',
    body: z.strictObject({ sources: z.array(thingName).min(1).max(200) }),
    answers: {
      200: z.object({
        profiles: z.object({
          email: z.string().exactOptional(),
          firstName: z.string().exactOptional(),
          lastName: z.string().exactOptional(),
          updatedAt: z.string().exactOptional(),
          tables: z.array(z.object({ source: z.string() })),
          fields: z.array(unifiedFieldSchema),
          clusters: unificationShape.clusters,
        }),
        rules: z
          .array(matchRuleSchema)
          .describe('The shipped rules for these fields, which are used unless others are written'),
      }),
    },
    handle: async ({ app, body: { sources } }) => {
      const { fields, ...roles } = await proposeUnified(app, sources)
      const shipped = shippedRules(fields)
      return {
        profiles: { ...roles, tables: sources.map((source) => ({ source })), fields: [...shipped.fields] },
        rules: [...shipped.rules],
      }
    },
  }),
  route({
    method: 'POST',
    path: '/unification/try',
    tag,
    summary: 'What profiles, saved or not, would make of the sources or of a sample of them; changes nothing',
    rights: 'contributor',
    body: z.strictObject(trying),
    answers: {
      200: z.object({
        sampled: z.boolean(),
        figures: figuresSchema,
        columns: z.array(columnSchema).describe('Those of the values of people'),
        people: z
          .array(z.object({ values: cellRow, rows: z.array(rowName) }))
          .describe('People of several rows, those of the most first'),
      }),
    },
    handle: async ({ app, person, body: { profiles, rows }, signal }) => {
      const definitions = await definitionsWith(app, profiles)
      return shownTo(person, definitions, await tryProfiles(app, definitions, { rows, signal }))
    },
  }),
  route({
    method: 'POST',
    path: '/unification/pairs',
    tag,
    summary: 'Pairs of rows just above and just below the threshold of a rule, saved or not',
    rights: 'contributor',
    body: z.strictObject({
      ...trying,
      rule: z.string().min(1).describe('The name of the rule'),
      tables: pair(thingName).describe('Between which tables; one named twice: within it'),
    }),
    answers: {
      200: z.object({
        sampled: z.boolean(),
        between: pair(z.string()),
        above: z.array(rulePair),
        below: z.array(rulePair),
      }),
    },
    handle: async ({ app, person, body: { profiles, rows, rule, tables }, signal }) => {
      const definitions = await definitionsWith(app, profiles)
      return shownTo(person, definitions, await tryRule(app, definitions, { rule, tables }, { rows, signal }))
    },
  }),
]

/** What is configured, with profiles that somebody tries in place of the saved ones. Throws DefinitionInvalidError. */
async function definitionsWith(
  app: ServerApp,
  profiles: z.output<typeof unifiedProfilesSchema> | undefined,
): Promise<Pick<Definitions, 'profiles' | 'environment'>> {
  const definitions = await loadResolved(app)
  if (!profiles) return definitions
  checkProfiles({ ...definitions, profiles })
  return { environment: definitions.environment, profiles }
}
