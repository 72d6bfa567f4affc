import { said } from '../lib/said.ts'
import { SourceError } from './source-error.ts'

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `15m`, `6h` or `1d` in milliseconds. Throws SourceError for anything else. */
export function parseAge(source: string, text: string): number {
  const [, count, unit] = /^(\d+)\s*([smhd])$/.exec(text.trim()) ?? []
  const ms = unitMs[unit ?? '']
  if (count !== undefined && ms !== undefined) return Number(count) * ms
  throw new SourceError(
    'source_definition',
    said`The source ${source} has the maxAge "${text}"; expected a number and a unit such as 15m, 6h or 1d.`,
  )
}
