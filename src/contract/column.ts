import { z } from 'zod'
import { said } from '../lib/said.ts'

/** The four data types that rules and mappings speak of (feature map, G3). A date may carry a time of day. */
export type ValueType = 'string' | 'number' | 'date' | 'boolean'

/**
 * A column as it is written: `State` (the profile's), `purchases.TotalPrice` (a table's), or `[purchases, 'Total.Price']`
 * where the name itself contains a dot.
 */
export type ColumnRef = string | readonly [table: string, column: string]

const text = z.string().min(1, said`expected a column that is not empty`)

export const columnRef = z
  .union([text, z.tuple([text, text]).readonly()])
  .describe("A column: State, purchases.TotalPrice, or [purchases, 'Total.Price'] for a name that contains dots")

/** The name of a thing in the file: what commands, other things and the API call it. */
export const thingName = z
  .string()
  .max(100, said`a name has at most 100 characters`)
  .regex(/^[a-z][a-z0-9-]*$/, said`a name starts with a small letter and holds small letters, digits and hyphens`)
