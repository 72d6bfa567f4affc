/** How a CSV file is written. */
export type Dialect = {
  readonly delimiter: string
  /** Empty where values are never quoted. */
  readonly quote: string
  /** What makes a quote inside quotes a plain one: the quote itself, doubled, or a backslash. */
  readonly escape: string
}

type Given = { readonly delimiter?: string; readonly quote?: string }

const delimiters = [',', ';', '\t', '|'] as const

/**
 * The dialect in which the start of a file reads as a table: the most columns that most of its records agree on. What is
 * given is not looked for. `text` may end in the middle of a record; that last one does not count.
 */
export function detectDialect(text: string, given: Given = {}): Dialect {
  let best: { dialect: Dialect; score: number } | undefined
  for (const delimiter of given.delimiter ? [given.delimiter] : delimiters) {
    for (const quote of given.quote !== undefined ? [given.quote] : ['"', "'"]) {
      for (const escapes of quote === '' ? [''] : [quote, '\\']) {
        const dialect = { delimiter, quote, escape: escapes }
        const score = scoreOf(text, dialect)
        if (score === undefined && given.quote === undefined) continue
        if (!best || (score ?? 0) > best.score) best = { dialect, score: score ?? 0 }
      }
    }
  }
  return best?.dialect ?? { delimiter: ',', quote: '"', escape: '"' }
}

/**
 * Agreement comes first, then the number of columns; at equal marks a dialect whose quotes are
 * used, then the more usual one. A single quote and a
 * backslash are worth a thought only where they are used: undefined otherwise.
 */
function scoreOf(text: string, dialect: Dialect): number | undefined {
  if (dialect.escape === '\\' && !text.includes(`\\${dialect.quote}`)) return undefined
  const { records, damaged, quotedFields, open } = parseCsv(text, dialect, 200)
  if (dialect.quote === "'" && quotedFields === 0) return undefined
  const columns = records[0]?.length ?? 0
  if (columns <= 1) return 0
  const agreeing = records.filter((record) => record.length === columns).length
  const agreement = (agreeing - damaged) / records.length
  const used = quotedFields > 0 && agreement === 1 && !open ? 0.5 : 0
  return Math.round(agreement * 20) * 1000 + Math.min(columns, 999) + used
}

type Parsed = {
  readonly records: readonly (readonly string[])[]
  /** Records in which text follows a closing quote. */
  readonly damaged: number
  readonly quotedFields: number
  /** Whether a quote stands open at the end: as it should not, or because the text is cut off there. */
  readonly open: boolean
}

/** The first records of a text. Blank lines are left out, as is a last record that the text cuts off. */
export function parseCsv(text: string, { delimiter, quote, escape: escapes }: Dialect, limit: number): Parsed {
  const records: string[][] = []
  let record: string[] = []
  let field = ''
  let inside = false
  let closed = false
  let damagedHere = false
  let damaged = 0
  let quotedFields = 0
  const endField = () => {
    record.push(field)
    field = ''
    closed = false
  }
  const endRecord = () => {
    endField()
    if (record.length > 1 || record[0] !== '') {
      records.push(record)
      if (damagedHere) damaged += 1
    }
    record = []
    damagedHere = false
  }

  for (let at = text.startsWith('\ufeff') ? 1 : 0; at < text.length && records.length < limit; at += 1) {
    const character = text.charAt(at)
    if (inside) {
      if (character === escapes && text.charAt(at + 1) === quote) {
        field += quote
        at += 1
      } else if (character === quote) {
        inside = false
        closed = true
      } else field += character
    } else if (character === delimiter) endField()
    else if (character === '\n' || character === '\r') {
      if (character === '\r' && text.charAt(at + 1) === '\n') at += 1
      endRecord()
    } else if (quote !== '' && character === quote && field === '' && !closed) {
      inside = true
      quotedFields += 1
    } else {
      if (closed && character !== ' ') damagedHere = true
      field += character
    }
  }
  if (records.length === 0 && !inside && (field !== '' || record.length > 0)) endRecord()
  return { records, damaged, quotedFields, open: inside }
}
