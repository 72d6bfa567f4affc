import type { Column } from '../../../src/contract/catalogue.ts'
import type { Format } from '../../../src/contract/format.ts'
import { localesOf } from './locales.ts'

/** What has to be known of a column to write its values. */
export type Typed = Pick<Column, 'type'>

/** A date as the server tells it, with its time of day and what it is apart from UTC where it has them. */
const dated =
  /^(?<day>\d{4}-\d{2}-\d{2})(?:[T ](?<time>\d{2}:\d{2}:\d{2})(?:\.\d+)?(?<zone>Z|[+-]\d{2}(?::?\d{2})?)?)?$/

const number = /^-?\d*\.?\d+(?:e[+-]?\d+)?$/i

/**
 * How a value of the data is written: dates and the sign of decimals as who looks has chosen, all else as it is. A time is that of the
 * data and not moved into anybody's zone; thousands are not set apart, as keys and years are numbers, too.
 */
export function cellTextOf(language: string, format: Format): (value: unknown, column: Typed) => string {
  const { dates, numbers, dateStyle } = localesOf(language, format)
  // Read and written in one and the same zone, so that nothing is moved.
  const writer = (how: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(dates, { timeZone: 'UTC', ...how })
  const day = writer({ dateStyle })
  const minute = writer({ dateStyle, timeStyle: 'short' })
  const second = writer({ dateStyle, timeStyle: 'medium' })
  const decimal = new Intl.NumberFormat(numbers).formatToParts(0.5).find(({ type }) => type === 'decimal')?.value ?? '.'

  const dateText = (text: string): string => {
    const found = dated.exec(text)?.groups
    if (!found) return text
    const { day: date = '', time = '00:00:00', zone } = found
    const at = new Date(`${date}T${time}Z`)
    if (Number.isNaN(at.getTime())) return text
    if (found.time === undefined) return day.format(at)
    const written = (time.endsWith(':00') ? minute : second).format(at)
    return zone === undefined ? written : `${written} ${zoneText(zone)}`
  }

  return (value, { type }) => {
    if (value === null || value === undefined) return ''
    if (typeof value === 'object') return JSON.stringify(value)
    const text = typeof value === 'number' ? shortened(value) : String(value)
    if (type === 'date') return dateText(text)
    return type === 'number' && number.test(text) ? text.replace('.', decimal) : text
  }
}

/** Of a fraction no more decimals than somebody looks at. */
function shortened(value: number): string {
  const isLong = !Number.isInteger(value) && Math.abs(value) >= 0.001
  return String(isLong ? Number(value.toFixed(6)) : value)
}

function zoneText(zone: string): string {
  return /^(Z|[+-]00(:?00)?)$/.test(zone) ? 'UTC' : `UTC${zone}`
}
