import { invalid } from '../wire/answers.ts'
import type { Call } from '../wire/api-route.ts'
import { eachRecord } from './csv-records.ts'
import { type Target, targetOf } from './import-targets.ts'

const LINES_PER_IMPORT = 40_000
const LF = 10

export type RowVisit = (targets: readonly Target[], cells: (string | undefined)[], line: number) => boolean

/** The rows of an import after the silent cuts, to be read once. */
export type ImportSource = { rows: number; each(visit: RowVisit): void }

/**
 * A CSV file: what lies beyond 4 MB and beyond 40,000 lines (the header is one) is dropped without a word, and a row that the
 * cut goes through is dropped whole.
 */
export function csvSource(bytes: Buffer, { world, account }: Pick<Call, 'world' | 'account'>): ImportSource {
  const { unknowns } = world
  let text = withinSize(bytes, unknowns.sizeLimitBytes).toString('utf8')
  if (unknowns.csvBom === 'strip' && text.startsWith('\uFEFF')) text = text.slice(1)
  let lines = 0
  let header: string[] = []
  eachRecord(text, (cells) => {
    header = [...cells]
    return false
  })
  if (header.length === 0) throw invalid('The file has no header.')
  // Only an estimate for the pace is needed here; cells with line breaks make it a little high.
  for (let at = text.indexOf('\n'); at >= 0 && lines < LINES_PER_IMPORT; at = text.indexOf('\n', at + 1)) lines++
  if (!text.endsWith('\n')) lines++
  const targets = header.map((name) => targetOf(account, unknowns, 'csv', name))
  if (unknowns.unknownCustomField === 'reject' && targets.some((target) => target.kind === 'unknown-custom-field')) {
    throw invalid('The file has a column for an unknown custom field.')
  }
  if (unknowns.overLongValue === 'reject' && hasOverLong(text, targets)) throw invalid('A value is too long.')
  return {
    rows: Math.max(0, Math.min(lines, LINES_PER_IMPORT) - 1),
    each: (visit) => {
      // A field may have been renamed or deleted while the import waited.
      const resolved = header.map((name) => targetOf(account, unknowns, 'csv', name))
      let record = 0
      eachRecord(text, (cells, line) => {
        record++
        if (record === 1) return true
        if (line > LINES_PER_IMPORT) return false
        return visit(resolved, cells, unknowns.lineNumbers === 'physical' ? line : record)
      })
    },
  }
}

/** A JSON import, cut the same way. It becomes a file with a header inside, so its first row is line 2. */
export function jsonSource(
  data: readonly unknown[],
  { world, account }: Pick<Call, 'world' | 'account'>,
): ImportSource {
  const { unknowns } = world
  const targets = new Map<string, Target>()
  const target = (key: string): Target => {
    const known = targets.get(key) ?? targetOf(account, unknowns, 'json', key)
    targets.set(key, known)
    return known
  }
  const rows: { keys: string[]; cells: string[] }[] = []
  let bytes = '{"import_data":['.length
  for (const row of data) {
    bytes += Buffer.byteLength(JSON.stringify(row)) + 1
    if (bytes > unknowns.sizeLimitBytes || rows.length >= LINES_PER_IMPORT) break
    const entries = typeof row === 'object' && row !== null ? Object.entries(row) : []
    const scalars = entries.filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    rows.push({ keys: scalars.map(([key]) => key), cells: scalars.map(([, value]) => String(value)) })
  }
  if (unknowns.unknownCustomField === 'reject') {
    const unknown = rows.flatMap((row) => row.keys).some((key) => target(key).kind === 'unknown-custom-field')
    if (unknown) throw invalid('import_data names an unknown custom field.')
  }
  return {
    rows: rows.length,
    each: (visit) => {
      targets.clear()
      for (const [index, row] of rows.entries()) if (!visit(row.keys.map(target), row.cells, index + 2)) return
    },
  }
}

function withinSize(bytes: Buffer, limit: number): Buffer {
  if (bytes.length <= limit) return bytes
  const cut = bytes.lastIndexOf(LF, limit - 1)
  return bytes.subarray(0, cut + 1)
}

function hasOverLong(text: string, targets: readonly Target[]): boolean {
  let found = false
  eachRecord(text, (cells, line) => {
    found = line > 1 && targets.some((target, i) => target.kind === 'value' && (cells[i] ?? '').length > target.max)
    return !found
  })
  return found
}
