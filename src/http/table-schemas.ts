import { z } from 'zod'

export const columnSchema = z.object({
  name: z.string(),
  type: z.enum(['string', 'number', 'date', 'boolean']),
  dateKind: z.enum(['day', 'local', 'instant']).exactOptional(),
  engineType: z.string(),
})

export const columnProfileSchema = columnSchema.extend({
  rows: z.int(),
  nulls: z.int(),
  distinct: z.int().describe('Different values; an estimate where there are very many'),
  min: z.string().nullable(),
  max: z.string().nullable(),
  top: z.array(z.object({ value: z.string(), rows: z.int() })).describe('The most frequent values'),
})

/** A row by the names of its columns. */
export const cellRow = z.record(z.string(), z.unknown())

export const userSchema = z.object({
  section: z.enum(['environment', 'sources', 'profiles', 'relationships', 'segments', 'connections', 'exports']),
  name: z.string(),
})
