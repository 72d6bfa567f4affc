const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** 1–12 for a month written as a number, a name or its first three letters; undefined for anything else. */
export function readMonth(value: unknown): number | undefined {
  return readWord(value, months)
}

/** 1 (Monday) – 7 (Sunday) for a day of the week written as a number, a name or its first three letters. */
export function readWeekday(value: unknown): number | undefined {
  return readWord(value, days)
}

/** A time of day, `14:30` (the whole minute) or `14:30:05` (the whole second); undefined when it is none. */
export function readTimeOfDay(value: unknown): { time: string; precision: 'minute' | 'second' } | undefined {
  const shape = typeof value === 'string' ? /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.exec(value) : null
  if (!shape) return undefined
  return shape[2] ? { time: shape[0], precision: 'second' } : { time: `${shape[0]}:00`, precision: 'minute' }
}

function readWord(value: unknown, words: readonly string[]): number | undefined {
  if (typeof value === 'number') {
    return Number.isInteger(value) && value >= 1 && value <= words.length ? value : undefined
  }
  if (typeof value !== 'string') return undefined
  const word = value.toLowerCase()
  const at = words.findIndex((known) => known === word || known.slice(0, 3) === word)
  return at < 0 ? undefined : at + 1
}
