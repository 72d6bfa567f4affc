import type { Format } from '../../../src/contract/format.ts'
import { localesOf } from './locales.ts'

/** Units of time with their seconds, and those of the unit below, in which what is almost a whole one is counted. */
const agoSteps = [
  ['day', 86_400, 3_600],
  ['hour', 3_600, 60],
  ['minute', 60, 1],
] as const

export type Formats = ReturnType<typeof formatsOf>

/** How this language and format write numbers, dates and lengths of time. Times are of the browser's zone. */
export function formatsOf(language: string, format: Format) {
  const { dates: locale, numbers, dateStyle } = localesOf(language, format)
  const whole = new Intl.NumberFormat(numbers)
  const percent = new Intl.NumberFormat(numbers, { style: 'percent', maximumFractionDigits: 1 })
  const proportion = new Intl.NumberFormat(numbers, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  })
  const day = new Intl.DateTimeFormat(locale, { dateStyle })
  const moment = new Intl.DateTimeFormat(locale, { dateStyle, timeStyle: 'short' })
  const second = new Intl.DateTimeFormat(locale, { dateStyle, timeStyle: 'medium' })
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' })
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' })
  // Words follow the language; the order of figures in dates follows the format.
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const one = (value: number, unit: 'second' | 'minute' | 'hour', maximumFractionDigits = 0) =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits }).format(value)
  return {
    number: (value: number) => whole.format(value),
    /** A share of one that somebody set, such as 0.25, as short as it can be written. */
    percent: (value: number) => percent.format(value),
    /** A share of one that was counted, as exact as those beside it; none and all are told from what is nearly so. */
    proportion: (value: number) => (value === 0 || value === 1 ? percent : proportion).format(value),
    day: (at: string | Date) => day.format(new Date(at)),
    time: (at: string | Date) => time.format(new Date(at)),
    moment: (at: string | Date) => moment.format(new Date(at)),
    /** To the second. */
    second: (at: string | Date) => second.format(new Date(at)),
    exact: (at: string | Date) => exact.format(new Date(at)),
    ago: (at: string | Date) => {
      const seconds = (new Date(at).getTime() - Date.now()) / 1000
      const isAsMuch = (length: number, below: number) => Math.round(Math.abs(seconds) / below) * below >= length
      const [unit, size] = agoSteps.find(([, length, below]) => isAsMuch(length, below)) ?? (['second', 1] as const)
      return relative.format(Math.round(seconds / size), unit)
    },
    /** A length of time in its two largest units; tenths of a second where it is a few. */
    duration: (seconds: number) => {
      if (seconds < 10) return one(seconds, 'second', 1)
      const total = Math.round(seconds)
      const [h, m, s] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60), total % 60]
      if (h > 0) return `${one(h, 'hour')} ${one(m, 'minute')}`
      return m > 0 ? `${one(m, 'minute')} ${one(s, 'second')}` : one(s, 'second')
    },
  }
}
