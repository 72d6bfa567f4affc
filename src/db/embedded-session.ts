import { messages, type PGlite, protocol } from '@electric-sql/pglite'
import { type Answer, readAnswer } from './embedded-answer.ts'

/** What a statement came to: its rows, how many rows it changed, and the first word of how the database says so (`INSERT`). */
export type Asked = { readonly rows: Record<string, unknown>[]; readonly affected: number; readonly command: string }

export type EmbeddedSession = { readonly ask: (text: string, values: readonly unknown[]) => Promise<Asked> }

/** A statement that the database has prepared: the types of its values, and of its columns. */
type Prepared = Pick<Answer, 'parameters' | 'fields'> & { readonly name: string }

/** As many statements are kept prepared; each takes some ten thousand bytes of the database's memory. */
const mostPrepared = 200

const { serialize } = protocol

/**
 * The one session of the embedded database. A statement is prepared when it is asked for the first time, and kept: asked again,
 * its values go in and its rows come out in one exchange, without being parsed and, after a few times, planned again.
 */
export function embeddedSession(pglite: PGlite): EmbeddedSession {
  const kept = new Map<string, Prepared>()
  let made = 0

  /** Sends messages that the database answers together, and reads its answer. Throws what the database says went wrong. */
  const exchange = async (parts: readonly Uint8Array[], fields: Answer['fields'] = []): Promise<Answer> => {
    const pieces: Buffer[] = []
    // As a stream, since PGlite would read the messages for itself otherwise. Its pieces lie in memory that is used again.
    const onRawData = (piece: Uint8Array) => void pieces.push(Buffer.from(piece))
    await pglite.execProtocolRawStream(Buffer.concat([...parts, serialize.sync()]), { onRawData })
    const answer = readAnswer(Buffer.concat(pieces), fields)
    if (answer.error) throw errorOf(answer.error)
    return answer
  }

  const prepare = async (text: string): Promise<Prepared> => {
    const oldest = kept.size >= mostPrepared ? kept.entries().next().value : undefined
    if (oldest) {
      kept.delete(oldest[0])
      await exchange([serialize.close({ type: 'S', name: oldest[1].name })])
    }
    made += 1
    const name = `s${made}`
    const { parameters, fields } = await exchange([
      serialize.parse({ name, text }),
      serialize.describe({ type: 'S', name }),
    ])
    return { name, parameters, fields: fields.map((field) => ({ ...field, parse: parserOf(pglite, field.type) })) }
  }

  return {
    ask: (text, values) =>
      // One at a time, and not while the folder is copied.
      pglite.runExclusive(async () => {
        const prepared = kept.get(text) ?? (await prepare(text))
        // Put in anew, so that the map stands in the order of use.
        kept.delete(text)
        kept.set(text, prepared)
        const { name, parameters, fields } = prepared
        const bound = values.map((value, at) => textOf(pglite, value, parameters[at]))
        const { rows, tag } = await exchange(
          [serialize.bind({ statement: name, values: bound }), serialize.execute({})],
          fields,
        )
        const [command = '', ...counts] = tag.split(' ')
        // INSERT tells an object id of former times before its count.
        const changed = /^(INSERT|UPDATE|DELETE|MERGE)$/.test(command)
        return { rows, command, affected: changed ? Number(counts.at(-1)) : 0 }
      }),
  }
}

function textOf(pglite: PGlite, value: unknown, type: number | undefined): string | null {
  if (value === null || value === undefined) return null
  const serializer = type === undefined ? undefined : pglite.serializers[type]
  return serializer ? serializer(value) : String(value)
}

function parserOf(pglite: PGlite, type: number): (text: string) => unknown {
  const parser = pglite.parsers[type]
  return parser ? (text) => parser(text, type) : (text) => text
}

/** The error as PGlite itself throws it, with the code of PostgreSQL. */
function errorOf(message: Uint8Array): Error {
  let error: Error = new Error('the embedded database failed and did not say how')
  new protocol.Parser().parse(message as never, (read) => {
    if (read instanceof messages.DatabaseError) error = read
  })
  return error
}
