import { z } from 'zod'
import { columnRef, thingName } from './column.ts'

/** The shapes of everything in `postbud.yaml` but the segments' rules, which `segments/parse-segment.ts` reads. */
const text = z.string().min(1)
const byName = <T extends z.ZodType>(value: T) => z.record(thingName, value)
const columnList = z.union([columnRef, z.array(columnRef).min(1)])

export const environmentSchema = z.strictObject({
  name: text,
  timeZone: text.refine(isTimeZone, 'expected an IANA time zone such as Europe/Copenhagen'),
  suppress: columnList.optional(),
  receiptDays: z.number().int().positive().optional(),
})

const sourceBase = {
  key: text,
  columns: z
    .record(
      text,
      z.strictObject({
        type: z.enum(['text', 'number', 'integer', 'date', 'datetime', 'boolean']),
        format: text.optional(),
      }),
    )
    .optional(),
  maxCorrupt: z.number().min(0).max(1).optional(),
}

export const sourceSchema = z.union([
  z.strictObject({
    ...sourceBase,
    file: z.union([text, z.array(text).min(1)]),
    format: z.enum(['csv', 'tsv', 'parquet', 'json', 'ndjson']).optional(),
    delimiter: text.optional(),
    quote: z.string().max(1).optional(),
    encoding: z.enum(['utf-8', 'utf-16', 'windows-1252', 'iso-8859-1']).optional(),
  }),
  z.strictObject({
    ...sourceBase,
    postgres: text,
    table: text.optional(),
    query: text.optional(),
    maxAge: z.string().regex(/^\d+[smhd]$/, 'expected an age such as 15m, 6h or 1d').optional(),
  }),
])

export const profilesSchema = z.strictObject({
  from: thingName,
  email: text,
  firstName: text.optional(),
  lastName: text.optional(),
  updatedAt: text.optional(),
})

export const relationshipSchema = z.strictObject({ from: columnRef, to: columnRef })

export const connectionSchema = z.strictObject({
  type: z.literal('constant-contact'),
  displayName: text.optional(),
  clientId: text,
  clientSecret: text.optional(),
  users: z.enum(['administrators', 'contributors']).optional(),
  contractLimit: z.number().int().positive().optional(),
  limits: z
    .strictObject({
      requestsPerSecond: z.number().positive().optional(),
      requestsPerDay: z.number().int().positive().optional(),
    })
    .optional(),
})

const fieldExtras = { where: z.unknown().optional(), path: z.array(text).optional() }
const fieldMapping = z.union([
  columnRef,
  z.strictObject({ first: columnRef, by: columnRef, ...fieldExtras }),
  z.strictObject({ last: columnRef, by: columnRef, ...fieldExtras }),
  z.strictObject({ min: columnRef, ...fieldExtras }),
  z.strictObject({ max: columnRef, ...fieldExtras }),
  z.strictObject({ sum: columnRef, ...fieldExtras }),
  z.strictObject({ count: text, ...fieldExtras }),
])

export const exportSchema = z.strictObject({
  displayName: text.optional(),
  connection: thingName,
  list: text,
  segments: z.array(thingName).min(1, 'an export needs at least one segment'),
  fields: z.record(text, fieldMapping).default({}),
  suppress: columnList.optional(),
})

export const definitionsSchema = z.strictObject({
  environment: environmentSchema,
  sources: byName(sourceSchema),
  profiles: profilesSchema,
  relationships: byName(relationshipSchema).default({}),
  segments: byName(z.looseObject({})).default({}),
  connections: byName(connectionSchema).default({}),
  exports: byName(exportSchema).default({}),
})

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
