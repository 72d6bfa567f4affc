import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Table } from '../../src/contract/catalogue.ts'
import type { ValueType } from '../../src/contract/column.ts'
import type { UnifiedProfiles } from '../../src/contract/definitions.ts'
import { openEngine } from '../../src/engine/duckdb.ts'
import type { EngineSession } from '../../src/engine/engine.ts'
import { quoteName, quoteText } from '../../src/engine/quote-name.ts'
import { writeSnapshot } from '../../src/engine/write-snapshot.ts'
import type { PreviousIds } from '../../src/unification/keep-ids.ts'
import { makePeople } from '../../src/unification/make-people.ts'
import { planUnification, type UnificationPlan } from '../../src/unification/plan-unification.ts'
import { unifyInSession, writeFiles } from '../../src/unification/refresh-unification.ts'
import { type LastStages, stageHashes } from '../../src/unification/reuse-stages.ts'
import { unifiedFiles } from '../../src/unification/unification-state.ts'
import { aFolder } from './test-app.ts'

export type Row = Readonly<Record<string, string | number | null>>

export type UnificationLab = {
  readonly session: EngineSession
  /** Writes a source's table; the key is the column `id`, and a column of numbers is one of numbers. */
  readonly table: (name: string, rows: readonly Row[]) => Promise<Table>
  /** Unifies and answers the groups of rows that are one person, as `table key`, in order. */
  readonly groups: (definition: UnifiedProfiles, tables: readonly Table[]) => Promise<string[][]>
  /**
   * Unifies as a refresh does, with the ids of the last time; answers them by row, `table key`, and who is meant by ids that are gone.
   */
  readonly ids: (
    definition: UnifiedProfiles,
    tables: readonly Table[],
  ) => Promise<{
    readonly ids: Readonly<Record<string, string>>
    readonly successors: Readonly<Record<string, string>>
  }>
  /**
   * Unifies as a refresh does after the last one here, once all of it anew and once taking over what holds still, and answers
   * all that came of either.
   */
  readonly both: (
    definition: UnifiedProfiles,
    tables: readonly Table[],
  ) => Promise<
    Record<'anew' | 'takingOver', Readonly<Record<string, unknown>>> & { readonly stages: readonly string[] }
  >
  /** The Customer table after that. */
  readonly customers: (definition: UnifiedProfiles, tables: readonly Table[]) => Promise<Record<string, unknown>[]>
}

/** A session of the engine with tables made of rows. It ends with the test. */
export async function aUnificationLab(): Promise<UnificationLab> {
  const folder = await aFolder()
  const engine = await openEngine({ threads: 2 })
  const session = await engine.session()
  onTestFinished(async () => {
    await session[Symbol.asyncDispose]()
    await engine[Symbol.asyncDispose]()
  })
  let files = 0
  let previous: PreviousIds | undefined
  let last: LastStages | undefined
  const plan = (definition: UnifiedProfiles, tables: readonly Table[]): UnificationPlan =>
    planUnification(definition, new Map(tables.map((table) => [table.name, table])), 'UTC')
  return {
    session,
    async table(name, rows) {
      const names = [...new Set(['id', ...rows.flatMap(Object.keys)])]
      const columns = names.map((column) => {
        const isNumber = rows.some((row) => typeof row[column] === 'number')
        const type: ValueType = isNumber ? 'number' : 'string'
        return { name: column, type, engineType: isNumber ? 'DOUBLE' : 'VARCHAR' }
      })
      const cell = (value: Row[string] | undefined) =>
        value === null || value === undefined ? 'null' : typeof value === 'number' ? String(value) : quoteText(value)
      const values = rows.map((row) => `(${names.map((column) => cell(row[column])).join(', ')})`)
      const cast = columns.map(({ name: column, engineType }, at) => `c${at}::${engineType} as ${quoteName(column)}`)
      const from =
        values.length > 0
          ? `(values ${values.join(', ')}) t(${names.map((_, at) => `c${at}`).join(', ')})`
          : `(select ${names.map((_, at) => `null as c${at}`).join(', ')} where false)`
      files += 1
      const file = join(folder, `${name}-${files}.parquet`)
      await writeSnapshot(session, file, { text: `select ${cast.join(', ')} from ${from}`, params: [] })
      return { name, key: 'id', columns, files: [file], version: String(files), rows: rows.length }
    },
    async groups(definition, tables) {
      await unifyInSession(session, plan(definition, tables))
      const rows = await session.rows<{ label: number; t: number; key: string }>(
        'select label, t, key from cells join label using (rid) order by rid',
      )
      const byLabel = Map.groupBy(rows, ({ label }) => label)
      return [...byLabel.values()].map((group) => group.map(({ t, key }) => `${definition.tables[t]?.source} ${key}`))
    },
    async ids(definition, tables) {
      const planned = plan(definition, tables)
      await unifyInSession(session, planned)
      await makePeople(session, planned, previous)
      files += 1
      const write = async (name: string, text: string) => {
        const file = join(folder, `${name}-${files}.parquet`)
        await writeSnapshot(session, file, { text, params: [] })
        return file
      }
      const names = planned.tables.map(({ at, table }) => `when ${at} then ${quoteText(table.name)}`).join(' ')
      previous = {
        links: await write(
          'links',
          `select case c.t ${names} end as source, c.key, i.id as "CustomerId" from cells c join label l using (rid) left join identity i on i.label = l.label`,
        ),
        customers: await write('customers', 'select * from customer'),
        successors: await write('successors', 'select * from successor'),
      }
      const rows = await session.rows<{ row: string; id: string }>(
        `select source || ' ' || key as row, "CustomerId" as id from read_parquet(${quoteText(previous.links)}) order by 1`,
      )
      const gone = await session.rows<{ former: string; id: string }>('select former, id from successor')
      return {
        ids: Object.fromEntries(rows.map(({ row, id }) => [row, id])),
        successors: Object.fromEntries(gone.map(({ former, id }) => [former, id])),
      }
    },
    async both(definition, tables) {
      const planned = plan(definition, tables)
      const hashes = stageHashes(planned, 0)
      const stages: string[] = []
      const unifyFrom = async (from: LastStages | undefined) => {
        const options = { hashes, onStage: (stage: string) => void stages.push(stage), ...(from && { last: from }) }
        stages.length = 0
        const { rules, searches } = await unifyInSession(session, planned, options)
        await makePeople(session, planned, last?.files)
        const told: Record<string, unknown> = { rules, searches }
        for (const name of ['label', 'pair', 'customer', 'identity', 'successor', 'kept_pair', 'kept_equal', 'taken'])
          told[name] = await session.rows(`select * from ${name} order by all`)
        return { rules, searches, told }
      }
      const { told: anew } = await unifyFrom(undefined)
      const { rules, searches, told: takingOver } = await unifyFrom(last)
      files += 1
      const written = unifiedFiles(join(folder, `unified-${files}`))
      await mkdir(dirname(written.links), { recursive: true })
      await writeFiles(session, planned, written)
      last = { hashes, searches, files: written, rules }
      return { anew, takingOver, stages }
    },
    async customers(definition, tables) {
      const planned = plan(definition, tables)
      await unifyInSession(session, planned)
      await makePeople(session, planned, undefined)
      return await session.rows('select * from customer')
    },
  }
}
