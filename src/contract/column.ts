import { z } from 'zod'

/** The four data types that rules and mappings speak of (feature map, G3). A date may carry a time of day. */
export type ValueType = 'string' | 'number' | 'date' | 'boolean'

/**
 * A column as it is written: `State` (the profile's), `purchases.TotalPrice` (a table's), or `[purchases, 'Total.Price']`
 * where the name itself contains a dot.
 */
export type ColumnRef = string | readonly [table: string, column: string]

export const columnRef = z
  .union([z.string().min(1), z.tuple([z.string().min(1), z.string().min(1)]).readonly()])
  .describe("A column: State, purchases.TotalPrice, or [purchases, 'Total.Price'] for a name that contains dots")

/** The name of a thing in the file: what commands, other things and the API call it. */
export const thingName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'a name starts with a small letter and holds small letters, digits and hyphens')
