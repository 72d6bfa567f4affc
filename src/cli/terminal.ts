import { relative, resolve } from 'node:path'
import { styleText } from 'node:util'
import { createLogUpdate } from 'log-update'
import type { Actor } from '../access/person.ts'
import { stringWidth } from '../lib/string-width.ts'
import type { Screen } from './screen.ts'

type Style = Parameters<typeof styleText>[0]

/** Where a command writes: results to standard output, everything about them to standard error. */
export type Terminal = {
  /** Whether a person is looking: colours, moving progress and questions make sense only then. */
  readonly interactive: boolean
  readonly width: number
  readonly print: (text?: string) => void
  readonly note: (text: string) => void
  /** One JSON document, for `--json`. */
  readonly json: (value: unknown) => void
  readonly style: (style: Style, text: string) => string
  readonly table: (rows: readonly (readonly Cell[])[], options?: TableOptions) => void
  /** A line on standard error that changes in place; undefined where nobody is looking. */
  readonly movingLine: () => MovingLine | undefined
  /** Asks for a yes or a no; undefined where nobody is there to answer. Rejects with the signal's reason. */
  readonly ask: (question: string, signal: AbortSignal) => Promise<boolean | undefined>
  /** Opens an address in the person's browser; false where that is not possible. */
  readonly browse: (address: URL) => Promise<boolean>
  /** All that is on the person's standard input. */
  readonly readInput: () => Promise<string>
  /** The absolute path of one that was written on the command line. */
  readonly resolve: (path: string) => string
  /** A file as the person calls it: relative where it lies in or below the folder they stand in. */
  readonly shown: (file: string) => string
  /** Who is at the terminal, for the record, and as the one who does something. */
  readonly person: string
  readonly actor: Actor
}

/** A line that each call writes over; `done` leaves it standing, `clear` takes it away. */
export type MovingLine = { (text: string): void; readonly done: () => void; readonly clear: () => void }

type Cell = string | number | null | undefined
type TableOptions = {
  readonly head?: readonly string[]
  readonly alignRight?: readonly number[]
  readonly indent?: number
}

export function openTerminal(screen: Screen): Terminal {
  const { stdout, stderr, colours, folder } = screen
  const interactive = Boolean(stdout.isTTY && stderr.isTTY)
  const style: Terminal['style'] = (name, text) => (colours ? styleText(name, text, { validateStream: false }) : text)
  const print = (text = '') => void stdout.write(`${text}\n`)
  return {
    interactive,
    width: stdout.columns ?? 100,
    print,
    note: (text) => void stderr.write(`${text}\n`),
    json: (value) => print(JSON.stringify(value, null, 2)),
    style,
    table: (rows, options = {}) => {
      const head = options.head?.map((text) => style('dim', text))
      for (const line of layOut(head ? [head, ...rows] : rows, options)) print(line)
    },
    movingLine: () => (interactive ? createLogUpdate(stderr as NodeJS.WriteStream) : undefined),
    ask: async (question, signal) => (screen.answers ? await screen.ask(question, signal) : undefined),
    browse: (address) => screen.browse(address.href),
    readInput: screen.readInput,
    resolve: (path) => resolve(folder, path),
    shown: (file) => {
      const path = relative(folder, file)
      return path === '' || path.startsWith('..') ? file : path
    },
    person: screen.person,
    actor: { id: null, name: screen.person, via: 'CLI' },
  }
}

/** The rows as lines whose columns stand under each other. */
function layOut(rows: readonly (readonly Cell[])[], { alignRight = [], indent = 0 }: TableOptions): string[] {
  const texts = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? formatNumber(cell) : (cell ?? ''))))
  const columns = Math.max(0, ...texts.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...texts.map((row) => stringWidth(row[at] ?? ''))))
  return texts.map((row) =>
    (
      ' '.repeat(indent) +
      row
        .map((text, at) => {
          const padding = ' '.repeat((widths[at] ?? 0) - stringWidth(text))
          return alignRight.includes(at) ? padding + text : text + padding
        })
        .join('  ')
    ).trimEnd(),
  )
}

/** `1 import`, `2 imports`. */
export function counted(count: number, noun: string): string {
  return `${formatNumber(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** Seconds in the units a person reckons such a time in: 40 s, 12 min, 2 h 5 min. */
export function formatDuration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** 1234567 as 1,234,567. */
export function formatNumber(value: number): string {
  return value.toLocaleString('en-US')
}
