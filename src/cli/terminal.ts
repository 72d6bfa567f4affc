import { styleText } from 'node:util'
import { stringWidth } from '../lib/string-width.ts'

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
}

type Cell = string | number | null | undefined
type TableOptions = {
  readonly head?: readonly string[]
  readonly alignRight?: readonly number[]
  readonly indent?: number
}

export function openTerminal(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): Terminal {
  const interactive = Boolean(stdout.isTTY && stderr.isTTY)
  const style: Terminal['style'] = (name, text) => styleText(name, text, { stream: stdout, validateStream: true })
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
