import type { ColumnDeclaration } from '../contract/definitions.ts'
import type { Notice, Reading, StoredColumn } from '../db/tables/sources.ts'
import { said } from '../lib/said.ts'
import type { ColumnFacts, SlashedFacts } from './column-facts.ts'
import { declarationLines } from './declaration-lines.ts'

export type Decision = { readonly reading: Reading; readonly notice?: Notice }

const text: Reading = { kind: 'text' }

/** Digits that a 64-bit integer holds for certain. */
const integerDigits = 18

/**
 * How a column of texts is read when nobody has declared it: the narrowest type that every value spells, else text. Of what
 * can be read in two ways nothing is guessed; a notice holds the lines that decide it. `before` is how the column was read
 * last time: an order of day and month that was plain then is kept while the values allow it.
 */
export function decideType(source: string, name: string, facts: ColumnFacts, before?: StoredColumn): Decision {
  const every = (fitting: number | undefined) => fitting === facts.filled
  const { fits } = facts
  if (facts.filled === 0) return { reading: text }
  if (every(fits.boolean)) return { reading: { kind: 'boolean' } }
  if (every(fits.decimal) && facts.decimals === 0) {
    // Numbers that name something are no quantities: sorting, rounding or summing them says nothing.
    if (facts.wholeDigits > integerDigits || (facts.wholeDigits >= 3 && isCodeName(name))) return { reading: text }
    return { reading: every(fits.integer) ? { kind: 'integer' } : text }
  }
  if (every(fits.decimal)) return { reading: decimalReading(facts) }
  if (every(fits.float)) return { reading: facts.wholeDigits > integerDigits ? text : { kind: 'double' } }
  if (every(fits.date)) return { reading: { kind: 'date' } }
  if (every(fits.local)) return { reading: { kind: 'local' } }
  if (every(fits.instant)) return { reading: { kind: 'instant' } }
  if (facts.slashed) return decideDate(source, name, facts.slashed, before)
  if (every(fits.comma)) return { reading: text, notice: commaNotice(source, name) }
  return { reading: text }
}

function decimalReading({ wholeDigits, decimals }: ColumnFacts): Reading {
  if (wholeDigits + decimals > 38) return wholeDigits > integerDigits ? text : { kind: 'double' }
  return { kind: 'decimal', precision: wholeDigits + decimals <= 18 ? 18 : 38, scale: decimals }
}

/** Dates such as 08/09/2026: read only when the values themselves show which number is the month. */
function decideDate(source: string, name: string, facts: SlashedFacts, before: StoredColumn | undefined): Decision {
  const [shape, ...others] = facts.shapes
  if (shape === undefined || others.length > 0) return { reading: text }
  const dayFirst = facts.secondLargest <= 12 && facts.firstLargest <= 31
  const monthFirst = facts.firstLargest <= 12 && facts.secondLargest <= 31
  if (!dayFirst && !monthFirst) return { reading: text }

  const declared = (format: string): ColumnDeclaration => ({ type: shape.length > 2 ? 'datetime' : 'date', format })
  const formats = { dayFirst: formatOf('%d', '%m', shape), monthFirst: formatOf('%m', '%d', shape) }
  const kept = before && 'format' in before.reading ? before.reading.format : undefined
  const read = (format: string): Reading => ({ kind: shape.length > 2 ? 'local' : 'date', format })

  if (dayFirst && monthFirst) {
    if (kept === formats.dayFirst || kept === formats.monthFirst) return { reading: read(kept) }
    return {
      reading: text,
      notice: {
        code: 'ambiguous_date',
        column: name,
        message: said`"${name}" holds dates that can be read in two ways (08/09 may be 8 September or August 9), so it stays text. Say which it is.`,
        yaml: `${declarationLines(source, name, declared(formats.dayFirst))}   # day first; month first: '${formats.monthFirst}'`,
      },
    }
  }
  const format = dayFirst ? formats.dayFirst : formats.monthFirst
  return {
    reading: read(format),
    notice: {
      code: 'date_order_found',
      column: name,
      message: said`"${name}" is read with the ${dayFirst ? 'day' : 'month'} first, as numbers over 12 in it show. Declare it so that this does not hang on the data.`,
      yaml: declarationLines(source, name, declared(format)),
    },
  }
}

function formatOf(first: string, second: string, shape: string): string {
  return `${first}${shape.charAt(0)}${second}${shape.charAt(1)}%Y${shape.slice(2)}`
}

function commaNotice(source: string, name: string): Notice {
  return {
    code: 'decimal_comma',
    column: name,
    message: said`"${name}" holds numbers with a decimal comma and stays text. Declare it to have numbers.`,
    yaml: declarationLines(source, name, { type: 'number', format: '1.234,56' }),
  }
}

const codeWords =
  /^(zip|zipcode|postcode|postal|postalcode|postnr|postnummer|(tele)?phone|phonenumber|mobile?|mobiltelefon|mobilnr|mobilnummer|cell|cellphone|tel|tlf|tlfnr|telefon|telefonnr|telefonnummer|fax|cpr|cprnr|cvr|cvrnr|ean|ssn)$/

/** Whether a column's name tells of codes that are written in digits: postcodes, phones, registration numbers. */
export function isCodeName(name: string): boolean {
  return name
    .replace(/([a-zæøå])([A-ZÆØÅ])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-zæøå]+/)
    .some((word) => codeWords.test(word))
}

/** How a column is read whose type is declared. Values that do not fit make their rows corrupt. */
export function declaredReading(declaration: ColumnDeclaration, facts: ColumnFacts | undefined): Reading {
  const format = declaration.format === undefined ? {} : { format: declaration.format }
  switch (declaration.type) {
    case 'text':
      return text
    case 'boolean':
      return { kind: 'boolean' }
    case 'integer':
      return { kind: 'integer' }
    case 'number':
      return { ...(facts ? declaredNumber(facts) : { kind: 'double' }), ...format }
    case 'date':
      return { kind: 'date', ...format }
    case 'datetime':
      if (declaration.format) return { kind: declaration.format.includes('%z') ? 'instant' : 'local', ...format }
      return { kind: (facts?.fits.instant ?? 0) > (facts?.fits.local ?? 0) ? 'instant' : 'local' }
    default:
      return declaration.type satisfies never
  }
}

/** Sums and comparisons of what is declared a number are exact wherever its digits allow. */
function declaredNumber({ fits, wholeDigits, decimals }: ColumnFacts): Reading {
  const exponents = (fits.float ?? 0) > (fits.decimal ?? 0)
  if (exponents || wholeDigits + decimals > 38) return { kind: 'double' }
  return { kind: 'decimal', precision: wholeDigits + decimals <= 18 ? 18 : 38, scale: decimals }
}
