import { type Activity, phaseOf } from './activity.ts'

/** A complaint about one row. `line` counts the header as 1, so row 0 of what was sent is line 2. */
export type LineError = { readonly line: number; readonly message: string }

/**
 * How the counters stand to the rows that were sent: `agree` under one of the readings of person_count, `disagree` under
 * none (rows were dropped, or it is not our file), `missing` when a counter was not told.
 */
export type Agreement = 'agree' | 'disagree' | 'missing'

export type ActivityVerdict =
  | { readonly kind: 'pending'; readonly percentDone?: number }
  /** It ended without finishing. Some rows may have been imported all the same. */
  | { readonly kind: 'failed'; readonly state: string; readonly errors: readonly string[] }
  | {
      readonly kind: 'settled'
      readonly agreement: Agreement
      /** Rows Constant Contact did not import: refused for good, or waiting for a person to correct them. */
      readonly refused: number
      /** Rows imported without being put on the list: people who unsubscribed. Nobody says who. */
      readonly notAdded: number
      /** Rows neither refused nor left off the list. Only means something while the counters agree. */
      readonly accepted: number
      readonly lines: readonly LineError[]
      /** Refused rows that no line names. */
      readonly unnamed: number
      /** Messages that name no row. */
      readonly otherErrors: readonly string[]
    }

/** What an activity says about the `rowsSent` rows of its import. */
export function judgeActivity(activity: Activity, rowsSent: number): ActivityVerdict {
  const { state, errors, percentDone } = activity
  const phase = phaseOf(activity)
  if (phase === 'failed') return { kind: 'failed', state, errors }
  if (phase === 'pending') {
    return percentDone === undefined ? { kind: 'pending' } : { kind: 'pending', percentDone }
  }

  const { lines, otherErrors } = readLineErrors(errors)
  const { persons, errors: wrong, correctable, cannotAddToList } = activity.counts
  const refused = (wrong ?? 0) + (correctable ?? 0)
  const notAdded = cannotAddToList ?? 0
  const named = new Set(lines.map(({ line }) => line))
  const impossible = named.size > refused + notAdded || [...named].some((line) => line < 2 || line > rowsSent + 1)
  const missing = [persons, wrong, correctable, cannotAddToList].includes(undefined)
  return {
    kind: 'settled',
    agreement: missing ? 'missing' : impossible ? 'disagree' : judgeCounts(rowsSent, persons ?? 0, refused, notAdded),
    refused,
    notAdded,
    accepted: Math.max(0, rowsSent - refused - notAdded),
    lines,
    unnamed: Math.max(0, refused - named.size),
    otherErrors,
  }
}

/**
 * person_count is "the total number of contacts in the import file"; whether refused rows, and those not put on the list,
 * are in it is unknown, so each reading is accepted.
 */
function judgeCounts(rowsSent: number, persons: number, refused: number, notAdded: number): Agreement {
  if (refused + notAdded > rowsSent) return 'disagree'
  const readings = [persons, persons + refused, persons + refused + notAdded]
  return readings.includes(rowsSent) ? 'agree' : 'disagree'
}

const linePattern = /^\s*Line\s+(\d+)\s*[:\-–]?\s*(.*)$/is

/** The messages that name a line, and the others. A line named twice keeps all that was said about it. */
export function readLineErrors(errors: readonly string[]): { lines: LineError[]; otherErrors: string[] } {
  const byLine = new Map<number, string>()
  const otherErrors: string[] = []
  for (const error of errors) {
    const [, line, message] = linePattern.exec(error) ?? []
    if (line === undefined) {
      otherErrors.push(error)
      continue
    }
    const before = byLine.get(Number(line))
    const words = message?.trim() || error.trim()
    byLine.set(Number(line), before === undefined ? words : `${before}; ${words}`)
  }
  const lines = [...byLine].map(([line, message]) => ({ line, message })).sort((a, b) => a.line - b.line)
  return { lines, otherErrors }
}
