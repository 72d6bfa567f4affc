/** A column of an answer: its name, the number of its type, and what makes a value of its text. */
export type Field = { readonly name: string; readonly type: number; readonly parse: (text: string) => unknown }

/** What stands in the messages of one answer. */
export type Answer = {
  /** The numbers of the types of a statement's values, where it was described. */
  readonly parameters: readonly number[]
  /** The columns, where they were described. */
  readonly fields: readonly Field[]
  readonly rows: Record<string, unknown>[]
  /** How a statement says that it is done: `UPDATE 3`. */
  readonly tag: string
  /** The message that says what went wrong. */
  readonly error: Uint8Array | undefined
}

/**
 * Reads the messages in which PostgreSQL answers (protocol 3.0, "Message Formats" of its manual): rows by the columns that are
 * known of the statement. Notices and whatever else says nothing of the statement are passed over.
 */
export function readAnswer(buffer: Buffer, known: readonly Field[]): Answer {
  const rows: Record<string, unknown>[] = []
  let parameters: readonly number[] = []
  let fields: readonly Field[] = []
  let tag = ''
  let error: Uint8Array | undefined
  let at = 0
  while (at < buffer.length) {
    const end = at + 1 + buffer.readInt32BE(at + 1)
    const body = at + 5
    switch (buffer[at]) {
      case kinds.dataRow:
        rows.push(readRow(buffer, body, known))
        break
      case kinds.parameterDescription:
        parameters = readParameters(buffer, body)
        break
      case kinds.rowDescription:
        fields = readFields(buffer, body)
        break
      case kinds.commandComplete:
        tag = buffer.toString('utf8', body, end - 1)
        break
      case kinds.errorResponse:
        error ??= buffer.subarray(at, end)
        break
    }
    at = end
  }
  return { parameters, fields, rows, tag, error }
}

/** The letters by which the messages are told apart. */
const kinds = {
  dataRow: 0x44,
  rowDescription: 0x54,
  parameterDescription: 0x74,
  commandComplete: 0x43,
  errorResponse: 0x45,
} as const

/** A count of columns; of each the length of its text, which is -1 for null, and its text. */
function readRow(buffer: Buffer, start: number, fields: readonly Field[]): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  let at = start + 2
  for (const { name, parse } of fields) {
    const length = buffer.readInt32BE(at)
    at += 4
    if (length < 0) {
      row[name] = null
      continue
    }
    row[name] = parse(buffer.toString('utf8', at, at + length))
    at += length
  }
  return row
}

function readParameters(buffer: Buffer, start: number): number[] {
  return Array.from({ length: buffer.readInt16BE(start) }, (_, nth) => buffer.readUInt32BE(start + 2 + nth * 4))
}

/** A count; of each its name up to a zero, and of 18 bytes the type's number from the seventh on. */
function readFields(buffer: Buffer, start: number): Field[] {
  let at = start + 2
  return Array.from({ length: buffer.readInt16BE(start) }, () => {
    const zero = buffer.indexOf(0, at)
    const name = buffer.toString('utf8', at, zero)
    const type = buffer.readUInt32BE(zero + 7)
    at = zero + 19
    return { name, type, parse: (text: string) => text }
  })
}
