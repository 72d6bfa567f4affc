import { z } from 'zod'
import { said } from '../lib/said.ts'
import { alertsSchema } from './alerts.ts'
import { columnRef, thingName } from './column.ts'
import { exportScheduleSchema, refreshScheduleSchema } from './schedule.ts'
import type { RuleNode, SegmentDefinition } from './segment.ts'
import { timeZoneName } from './time-zone.ts'
import { unificationShape } from './unification.ts'

/**
 * The shapes of everything in `postbud.yaml`. Segments are only told from other things here: `contract/parse-segment.ts`
 * reads their rules. The descriptions become the editors' help, by way of the JSON Schema.
 * A text may be a reference to a variable; what it stands for is judged when it is resolved.
 */
const text = z.string().min(1, said`expected a text that is not empty`)
const column = text
const byName = <T extends z.ZodType>(value: T) => z.record(thingName, value)
const columnList = z.union([columnRef, z.array(columnRef).min(1, said`expected at least one column`).readonly()])
const suppress = columnList.describe(
  'A column of a source that holds e-mails of people to hold back (blocked.email), or a list of such columns',
)

export const environmentSchema = z
  .strictObject({
    name: text.describe('What this environment is called'),
    timeZone: timeZoneName.describe(
      'IANA time zone in which dates and times without zone are meant, for example Europe/Copenhagen',
    ),
    suppress: suppress.exactOptional(),
    viewersSeeEmails: z
      .boolean()
      .exactOptional()
      .describe("Whether viewers see customers' e-mail addresses in full. Default false: they are masked"),
    receiptDays: z
      .int()
      .positive('expected 1 or more')
      .exactOptional()
      .describe('Days that receipts are kept. Default 400'),
    runDays: z
      .int()
      .positive('expected 1 or more')
      .exactOptional()
      .describe('Days that runs, refreshes and sizes of segments are kept. Default 1100'),
    corruptRowDays: z
      .int()
      .positive('expected 1 or more')
      .exactOptional()
      .describe('Days that rows which could not be used are kept, where no refresh replaces them. Default 90'),
    departureEndingDays: z
      .int()
      .positive('expected 1 or more')
      .exactOptional()
      .describe('Days that acts by which departures were ended are kept, with their reasons. Default 400'),
    refresh: refreshScheduleSchema.exactOptional(),
    alerts: alertsSchema.exactOptional(),
  })
  .describe('Settings of the whole environment')

export const columnDeclarationSchema = z.strictObject({
  type: z
    .enum(['text', 'number', 'integer', 'date', 'datetime', 'boolean'])
    .describe('The type of the column where looking at the file is not enough'),
  format: text
    .exactOptional()
    .describe(
      'How values are written: a strptime pattern for dates and times (%d/%m/%Y), 1.234,56 or 1,234.56 for numbers',
    ),
})

const anySource = {
  key: column.describe('The column whose values are present in every row and unique'),
  columns: z
    .record(text, columnDeclarationSchema)
    .exactOptional()
    .describe('Types of columns, by column name, where the types found are not the ones meant'),
  maxCorrupt: z
    .number()
    .min(0, 'expected a share from 0 to 1')
    .max(1, 'expected a share from 0 to 1')
    .exactOptional()
    .describe('Share of corrupt rows (0 to 1) above which a refresh fails. Default 0.05'),
}

export const fileSourceSchema = z
  .strictObject({
    file: z
      .union([text, z.array(text).min(1, 'expected at least one file').readonly()])
      .describe('A path, a glob, a folder of parts, or a list of these; relative to this file'),
    ...anySource,
    format: z
      .enum(['csv', 'tsv', 'parquet', 'json', 'ndjson'])
      .exactOptional()
      .describe('The format, where the name of the file does not tell it'),
    delimiter: text.exactOptional().describe('What stands between the values of a text file. Detected when left out'),
    quote: z
      .string()
      .regex(/^(.?|.*\$\{.*)$/u, 'expected one character, or an empty text for none')
      .exactOptional()
      .describe('What stands around values of a text file. Detected when left out'),
    encoding: z
      .enum(['utf-8', 'utf-16', 'windows-1252', 'iso-8859-1'])
      .exactOptional()
      .describe('The encoding of a text file. Detected when left out'),
  })
  .describe('A data source read from files')

export const postgresSourceSchema = z
  .strictObject({
    postgres: text.describe('A connection string of PostgreSQL, normally a reference such as ${LOYALTY_DATABASE_URL}'),
    table: text.exactOptional().describe('The table or view to read, with its schema: public.members'),
    query: text.exactOptional().describe('The query to read, in place of a table'),
    ...anySource,
    maxAge: z
      .string()
      .regex(/^([1-9]\d*[smhd]|.*\$\{.*)$/, 'expected an age such as 15m, 6h or 1d')
      .exactOptional()
      .describe('The age after which a run reads the database again: 15m, 6h, 1d. Default 1h'),
  })
  .describe('A data source read from PostgreSQL')

export const sourceSchema = z.union([fileSourceSchema, postgresSourceSchema])

const profileRoles = {
  email: column.describe('The column with the e-mail address'),
  firstName: column.exactOptional().describe('The column with the first name'),
  lastName: column.exactOptional().describe('The column with the last name'),
  updatedAt: column
    .exactOptional()
    .describe('The column that tells which of several customers with one e-mail is the newest'),
}

export const singleProfilesSchema = z
  .strictObject({
    from: thingName.describe('The source whose rows are the customers'),
    ...profileRoles,
    profileImage: column
      .exactOptional()
      .describe('The column with the https address of a picture of the person, which cards show when asked'),
  })
  .describe('Customers from one source')

export const unifiedProfilesSchema = z
  .strictObject({ ...profileRoles, ...unificationShape })
  .describe('Customers unified from several sources')

export const profilesSchema = z.union([singleProfilesSchema, unifiedProfilesSchema]).describe('Who the customers are')

export const relationshipSchema = z
  .strictObject({
    from: columnRef.describe('The column on the side of many rows: purchases.ContactId'),
    to: columnRef.describe('The column it leads to, of one row: profile.ContactId'),
  })
  .describe('How the rows of a source belong to a customer or to another source')

/** Segments pass as they are; the parser of rules judges them. */
const segmentShape = z.custom<SegmentDefinition>()

export const connectionSchema = z
  .strictObject({
    type: z.literal('constant-contact').describe('The kind of service'),
    displayName: text.exactOptional().describe('The name people see'),
    clientId: text.describe("The application's client id (API key), normally ${CONSTANT_CONTACT_CLIENT_ID}"),
    clientSecret: z
      .union([text, z.strictObject({ stored: z.literal(true).describe('It was typed, and lies sealed with Postbud') })])
      .exactOptional()
      .describe(
        "The application's client secret, as a reference to a variable. Left out for an application that uses PKCE",
      ),
    service: z
      .strictObject({
        apiUrl: text.describe('The base of its API, such as https://api.cc.email/v3'),
        authUrl: text.describe('The base of its sign-in, such as https://authz.constantcontact.com/oauth2/default/v1'),
      })
      .exactOptional()
      .describe('Where its service is, where that is not the one the settings name: a sandbox, for example'),
    users: z
      .enum(['administrators', 'contributors'])
      .exactOptional()
      .describe('Who may use the connection: administrators (default), or contributors too'),
    contractLimit: z
      .int()
      .positive('expected 1 or more')
      .exactOptional()
      .describe('How many contacts the contract allows in the account'),
    limits: z
      .strictObject({
        requestsPerSecond: z.number().positive('expected more than 0').exactOptional().describe('Default 4'),
        requestsPerDay: z.int().positive('expected 1 or more').exactOptional().describe('Default 10000'),
      })
      .exactOptional()
      .describe('What Constant Contact granted this application, where it is not the usual'),
  })
  .describe('An account we may act for')

const fieldExtras = {
  where: z.custom<RuleNode>().exactOptional().describe('Only the rows that meet this condition'),
  path: z
    .array(thingName)
    .readonly()
    .exactOptional()
    .describe('The relationships to walk where several ways lead there'),
}
export const fieldMappingSchema = z.union([
  columnRef,
  z.strictObject({ first: columnRef, by: columnRef, ...fieldExtras }).describe('The value of the earliest row'),
  z.strictObject({ last: columnRef, by: columnRef, ...fieldExtras }).describe('The value of the latest row'),
  z.strictObject({ min: columnRef, ...fieldExtras }).describe('The smallest value'),
  z.strictObject({ max: columnRef, ...fieldExtras }).describe('The greatest value'),
  z.strictObject({ sum: columnRef, ...fieldExtras }).describe('The sum of the values'),
  z.strictObject({ count: text, ...fieldExtras }).describe('The number of rows of a source'),
])

const share = z.number().min(0, said`expected a share from 0 to 1`).max(1, said`expected a share from 0 to 1`)
const people = z.int().min(0, said`expected 0 or more`)

export const guardsSchema = z
  .strictObject({
    removalShare: share
      .exactOptional()
      .describe('Share (0 to 1) of those it put on the list that a run may take off. Default 0.1'),
    removalPeople: people.exactOptional().describe('So many may be taken off whatever their share. Default 50'),
    emptySegment: z
      .boolean()
      .exactOptional()
      .describe('Whether a segment that has become empty stops a run. Default true'),
    shrunkShare: share
      .exactOptional()
      .describe('Share (0 to 1) of its members whose loss by a segment stops a run. Default 0.5'),
    contract: z
      .boolean()
      .exactOptional()
      .describe("Whether exceeding the connection's contractLimit stops a run. Default true"),
    newContacts: people
      .exactOptional()
      .describe('So many people may be new to the account in one run. Default 1000000'),
  })
  .describe('From where on a run waits for a person before anything is sent')

export const exportSchema = z
  .strictObject({
    displayName: text.exactOptional().describe('The name people see'),
    connection: thingName
      .exactOptional()
      .describe('The connection whose account is delivered to. An export without one does not run'),
    list: text.describe('The list: its id, the URL copied from the browser, or its exact name'),
    segments: z
      .array(thingName)
      .min(1, 'an export needs at least one segment')
      .readonly()
      .describe('The segments whose members are put on the list; at least one'),
    fields: z
      .record(text, fieldMappingSchema)
      .default({})
      .describe(
        'What is sent along: fields of Constant Contact (first_name, cf:loyalty_tier) and where each value comes from',
      ),
    suppress: suppress.exactOptional(),
    leavers: z
      .enum(['keep', 'remove'])
      .exactOptional()
      .describe('People it put on the list who left its segments: keep them there (default), or remove them'),
    consent: columnRef
      .exactOptional()
      .describe(
        'A column that says true, yes, ja or 1 for those who may be sent to; others are held back and taken off',
      ),
    guards: guardsSchema.exactOptional(),
    schedule: exportScheduleSchema.exactOptional(),
  })
  .describe('Which people go on which list')

export const definitionsSchema = z.strictObject({
  environment: environmentSchema,
  sources: byName(sourceSchema).describe('The data sources, by name'),
  profiles: profilesSchema,
  relationships: byName(relationshipSchema).default({}).describe('How the sources belong together, by name'),
  segments: byName(segmentShape).default({}).describe('The segments, by name'),
  connections: byName(connectionSchema).default({}).describe('The accounts we may act for, by name'),
  exports: byName(exportSchema).default({}).describe('The exports, by name'),
})
