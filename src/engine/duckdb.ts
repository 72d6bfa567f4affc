import { join } from 'node:path'
import {
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBType,
  type DuckDBValue,
  type Json,
  JsonDuckDBValueConverter,
  LIST,
  listValue,
  VARCHAR,
} from '@duckdb/node-api'
import type { Engine, EngineSession, SqlValue } from './engine.ts'
import { type HeldFiles, holdFiles } from './held-files.ts'
import { quoteText } from './quote-name.ts'
import { withSnapshots } from './write-snapshot.ts'

type Options = {
  /** Memory the engine may hold before it spills to `spillDirectory`, in its own spelling: '256MB'. */
  readonly memoryLimit?: string
  readonly spillDirectory?: string
  readonly threads?: number | undefined
  /** Memory that a roomy session may hold, beside what the others do; without it, it shares theirs. */
  readonly roomyMemoryLimit?: string
}

/**
 * Opens DuckDB in this process, in memory: tables are Parquet files that every process may read. Nothing is downloaded at
 * run time, so extensions are neither installed nor loaded by themselves.
 */
export async function openEngine(options: Options = {}): Promise<Engine> {
  const instance = await openInstance(options)
  let roomy = 0
  return {
    async session(wanted = {}) {
      if (!wanted.roomy || !options.roomyMemoryLimit) return openSession(await instance.connect())
      roomy += 1
      const { roomyMemoryLimit: memoryLimit, spillDirectory } = options
      // What two of them spill would have the same names.
      const spill = spillDirectory && { spillDirectory: join(spillDirectory, `roomy-${process.pid}-${roomy}`) }
      const own = await openInstance({ ...options, memoryLimit, ...spill })
      return openSession(await own.connect(), () => own.closeSync())
    },
    [Symbol.asyncDispose]: async () => instance.closeSync(),
  }
}

/**
 * The engine keeps no parts of files in its own memory: it finds them by the file's name, which names another file later (see
 * held-files.ts). The system's own cache does as well and knows one file from another.
 */
function openInstance({ memoryLimit, spillDirectory, threads }: Options): Promise<DuckDBInstance> {
  return DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    enable_external_file_cache: 'false',
    ...(memoryLimit && { memory_limit: memoryLimit }),
    ...(spillDirectory && { temp_directory: spillDirectory }),
    ...(threads && { threads: String(threads) }),
  })
}

/**
 * Every session reads clock times in UTC, so that no result hangs on the machine's own zone; the environment's zone is
 * named in the statements that need it.
 */
async function openSession(connection: DuckDBConnection, close?: () => void): Promise<EngineSession> {
  await connection.run(`set timezone = ${quoteText('UTC')}`)
  // Closing a connection under a running statement crashes the process, so closing waits for what is under way.
  const underWay = new Set<Promise<unknown>>()
  const tracked = <T>(work: Promise<T>): Promise<T> => {
    const settled = work.then(
      () => undefined,
      () => undefined,
    )
    underWay.add(settled)
    void settled.then(() => underWay.delete(settled))
    return work
  }
  // What a text that makes a view names is read by later texts.
  const kept = new DisposableStack()
  const holding = async <T>(text: string, work: (text: string) => Promise<T>): Promise<T> => {
    const held = holdFiles()
    try {
      return await work(withSnapshots(text, held.hold))
    } catch (thrown) {
      throw withOwnNames(thrown, held)
    } finally {
      if (/\bview\b/i.test(text)) kept.use(held)
      else held[Symbol.dispose]()
    }
  }
  return {
    async run(text, params, options) {
      await tracked(
        interruptible(connection, options?.signal, () =>
          holding(text, (held) => connection.run(held, bind(params), emptyLists(params))),
        ),
      )
    },
    async rows(text, params, options) {
      return await tracked(
        interruptible(connection, options?.signal, () =>
          holding(text, async (held) => {
            const reader = await connection.runAndReadAll(held, bind(params), emptyLists(params))
            return reader.convertRowObjects(cellConverter) as never
          }),
        ),
      )
    },
    async *chunks(text, params) {
      // To the end of the session: a stream that was cut off may still be opening its files.
      const held = kept.use(holdFiles())
      try {
        const result = await connection.stream(withSnapshots(text, held.hold), bind(params), emptyLists(params))
        for await (const rows of result.yieldConvertedRowObjects(cellConverter)) yield rows as never
      } catch (thrown) {
        throw withOwnNames(thrown, held)
      }
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(underWay)
      connection.closeSync()
      close?.()
      kept.dispose()
    },
  }
}

function withOwnNames(thrown: unknown, held: HeldFiles): unknown {
  if (thrown instanceof Error) thrown.message = held.told(thrown.message)
  return thrown
}

async function interruptible<T>(connection: DuckDBConnection, signal: AbortSignal | undefined, work: () => Promise<T>) {
  const interrupt = () => connection.interrupt()
  signal?.addEventListener('abort', interrupt, { once: true })
  try {
    signal?.throwIfAborted()
    return await work()
  } catch (thrown) {
    signal?.throwIfAborted()
    throw thrown
  } finally {
    signal?.removeEventListener('abort', interrupt)
  }
}

/** Without any the engine runs a text at once, where it would prepare, bind and run it one after the other. */
function bind(params: readonly SqlValue[] = []): DuckDBValue[] | undefined {
  if (params.length === 0) return undefined
  return params.map((value) => (isList(value) ? listValue([...value]) : value))
}

/** The types of the lists that hold nothing to tell them by; the text casts them to whatever it needs. */
function emptyLists(params: readonly SqlValue[] = []): DuckDBType[] | undefined {
  const types: DuckDBType[] = []
  for (const [at, value] of params.entries()) if (isList(value) && value.length === 0) types[at] = LIST(VARCHAR)
  return types.length > 0 ? types : undefined
}

function isList(value: SqlValue): value is readonly string[] | readonly number[] {
  return Array.isArray(value)
}

/** As the library's JSON form, but whole numbers come as numbers wherever that loses nothing. */
const cellConverter: typeof JsonDuckDBValueConverter = (value, type, converter): Json => {
  if (typeof value === 'bigint') {
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString()
  }
  return JsonDuckDBValueConverter(value, type, converter)
}
