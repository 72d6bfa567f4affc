import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Column } from '../contract/catalogue.ts'
import type { FileSource, PostgresSource } from '../contract/definitions.ts'
import { imageAddress } from '../contract/profile-image.ts'
import type { Notice } from '../db/tables/sources.ts'
import type { Cell, Engine, EngineSession } from '../engine/engine.ts'
import { holdFiles } from '../engine/held-files.ts'
import { quoteName, quoteText } from '../engine/quote-name.ts'
import { removeScratch } from '../engine/remove-scratch.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { newId } from '../lib/ids.ts'
import type { Variables } from '../lib/variables.ts'
import { findMisfits, type KeyFacts, keyFacts, type Misfits } from './find-misfits.ts'
import { type ProposedMapping, proposeMapping, type SeenColumn } from './propose-mapping.ts'
import { type SettledColumn, settleColumns } from './settle-columns.ts'
import { findSourceFiles } from './source-files.ts'
import { stageFiles } from './stage-files.ts'
import { selectOf, stagePostgres } from './stage-postgres.ts'
import { createRejects, type Staged, type Staging, stagedName } from './staged.ts'

/** What a file or a database that nobody has declared yet is made of. */
export type SourceLook = {
  readonly columns: readonly Column[]
  /** Of a database, those that were looked at: at most `databaseRows`. */
  readonly rows: number
  /** The first rows, with the values as they would be read. */
  readonly sample: readonly Readonly<Record<string, Cell>>[]
  /** Rows that could not be read. */
  readonly unreadable: number
  /** Columns with values that do not fit the types that were declared. */
  readonly misfits: readonly Misfits[]
  /** How good a key the column is that was named as one; null where none was. */
  readonly key: KeyFacts | null
  readonly notices: readonly Notice[]
  readonly proposal: ProposedMapping
}

type Needs = { readonly engine: Engine; readonly directory: DataDirectory; readonly clock: Clock }

type Given = {
  readonly name: string
  /** As a source would be declared; the key may be missing. */
  readonly definition: Keyless<FileSource> | Keyless<PostgresSource>
  /** Columns that stay text because relationships use them. */
  readonly textColumns?: readonly string[]
  /** What paths are relative to. */
  readonly folder: string
  /** For a database's connection string. */
  readonly variables?: Variables
  readonly signal?: AbortSignal
}

type Keyless<S extends { readonly key: string }> = Omit<S, 'key'> & Partial<Pick<S, 'key'>>

/** So many rows of a database are looked at; files are read whole, since their types hang on all of their values. */
const databaseRows = 10_000

const sampleRows = 20

/**
 * Reads files as a refresh would, or the first rows of a database, keeps nothing, and proposes what their columns are good
 * for. Throws SourceError as a refresh does.
 */
export async function lookAtSource({ engine, directory, clock }: Needs, given: Given): Promise<SourceLook> {
  const { name, signal } = given
  const scratch = join(directory.scratch, `look-${newId(clock.now())}`)
  await mkdir(scratch, { recursive: true })
  await using cleanup = new AsyncDisposableStack()
  cleanup.defer(() => removeScratch(scratch))
  const held = cleanup.use(holdFiles())
  const session = cleanup.use(await engine.session())

  await createRejects(session)
  const staged = await stage(
    { name, session, scratch, held, onBytes: () => undefined, ...(signal && { signal }) },
    given,
  )
  if (staged.columns.length === 0) {
    const { notices } = staged
    return { columns: [], rows: 0, sample: [], unreadable: 0, misfits: [], key: null, notices, proposal: {} }
  }

  const { columns, notices } = await settleColumns(session, staged, {
    name,
    definition: given.definition,
    textColumns: given.textColumns ?? [],
    before: [],
    ...(signal && { signal }),
  })
  const options = signal ? { signal } : {}
  const seen = await seeColumns(session, staged, columns, options)
  const key = columns.find(({ column }) => column.name === given.definition.key)
  const [rejected] = await session.rows<{ rows: number }>('select count(*) as rows from rejects')
  return {
    columns: columns.map(({ column: { name, type, dateKind, engineType } }) => ({
      name,
      type,
      ...(dateKind && { dateKind }),
      engineType,
    })),
    rows: seen[0]?.rows ?? 0,
    sample: await session.rows(
      `select ${columns.map(({ column, sql }) => `${sql} as ${quoteName(column.name)}`).join(', ')}
       from ${staged.relation} limit ${sampleRows}`,
    ),
    unreadable: rejected?.rows ?? 0,
    misfits: await findMisfits(session, staged, columns, options),
    key: key ? await keyFacts(session, staged, key, options) : null,
    notices: [...staged.notices, ...notices],
    proposal: proposeMapping(seen),
  }
}

async function stage(staging: Staging, { name, folder, definition, variables = {} }: Given): Promise<Staged> {
  if ('postgres' in definition) {
    const { table: _, ...database } = { ...definition, key: '' }
    const query = `select * from ${selectOf(name, { ...definition, key: '' })} as source limit ${databaseRows}`
    return stagePostgres(staging, { ...database, query }, variables)
  }
  const declared = { ...definition, key: '' }
  return stageFiles(staging, declared, await findSourceFiles(name, declared, folder))
}

const emailLike = `'[^@\\s]+@[^@\\s]+[.][^@\\s]+'`

async function seeColumns(
  session: EngineSession,
  staged: Staged,
  columns: readonly SettledColumn[],
  options: { signal?: AbortSignal },
): Promise<SeenColumn[]> {
  const figures = columns.flatMap(({ column }, at) => {
    const v = `nullif(trim(${stagedName(at)}::varchar), '')`
    return [
      `count(${v}) as filled_${at}`,
      `approx_count_distinct(${v}) as distinct_${at}`,
      ...(column.type === 'string'
        ? [
            `count(case when regexp_full_match(${v}, ${emailLike}) then 1 end) as emails_${at}`,
            `count(case when regexp_full_match(${v}, ${quoteText(imageAddress)}) then 1 end) as links_${at}`,
          ]
        : []),
    ]
  })
  const [row = {}] = await session.rows<Record<string, number>>(
    `select count(*) as rows, ${figures.join(', ')} from ${staged.relation}`,
    [],
    options,
  )
  const rows = row.rows ?? 0
  const seen: SeenColumn[] = []
  for (const [at, { column }] of columns.entries()) {
    const filled = row[`filled_${at}`] ?? 0
    const estimate = row[`distinct_${at}`] ?? 0
    // The estimate errs by a few per cent, which decides over a key; so what may be one is counted.
    const distinct = rows > 0 && estimate > rows * 0.8 ? await countDistinct(session, staged, at, options) : estimate
    const [emails = 0, links = 0] = [row[`emails_${at}`], row[`links_${at}`]]
    seen.push({ name: column.name, type: column.type, rows, filled, distinct, emails, links })
  }
  return seen
}

async function countDistinct(
  session: EngineSession,
  staged: Staged,
  at: number,
  options: { signal?: AbortSignal },
): Promise<number> {
  const [row] = await session.rows<{ keys: number }>(
    `select count(distinct case when k is not null then hash(k) end) as keys from (select nullif(trim(${stagedName(at)}::varchar), '') as k from ${staged.relation})`,
    [],
    options,
  )
  return row?.keys ?? 0
}
