import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type App, openApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/environment.ts'
import type { SourceDefinition } from '../../src/contract/definitions.ts'
import type { Cell } from '../../src/engine/engine.ts'
import { readSnapshot } from '../../src/engine/write-snapshot.ts'
import type { PersonColumns } from '../../src/erased/person-rows.ts'
import type { Clock } from '../../src/lib/clock.ts'
import { corruptRows } from '../../src/sources/corrupt-rows.ts'
import { type RefreshOptions, refreshSource } from '../../src/sources/refresh-source.ts'
import { tableOf } from '../../src/sources/source-state.ts'
import { aFolder, layDatabase, placeIn } from './test-app.ts'

type Row = Record<string, Cell>

let shared: Promise<App> | undefined

async function openShared(): Promise<App> {
  const root = await mkdtemp(join(tmpdir(), 'postbud-test-'))
  const variables = await placeIn(root)
  if (!variables.DATABASE_URL) await layDatabase(join(root, 'data'))
  const app = await openApp({ ...readConfig(variables), variables })
  afterShared.push(() => rm(root, { recursive: true, force: true }))
  return app
}

const afterShared: (() => Promise<void>)[] = []

/** Closes the program of a test file; the next file in this process has one of its own. */
export async function closeSourceLab(): Promise<void> {
  await (await shared)?.[Symbol.asyncDispose]()
  shared = undefined
  for (const clean of afterShared.splice(0)) await clean()
}

/** A program with one source called `people`, whose files and definition the test writes as it goes. */
export type SourceLab = {
  readonly app: App
  readonly folder: string
  readonly write: (path: string, content: string | Uint8Array) => Promise<void>
  readonly refresh: (
    definition?: Partial<SourceDefinition>,
    options?: RefreshOptions & { textColumns?: readonly string[]; personColumns?: PersonColumns },
  ) => ReturnType<typeof refreshSource>
  readonly rows: () => Promise<Row[]>
  /** Column name to engine type. */
  readonly types: () => Promise<Record<string, string>>
  readonly corrupt: () => Promise<{ file: string; row: number; reason: string; detail: string | null }[]>
}

/** One program serves all tests of a file; each has its own files, and finds no source that was ever read. */
export async function sourceLab(given: { clock?: Clock; variables?: Record<string, string> } = {}): Promise<SourceLab> {
  shared ??= openShared()
  const program = await shared
  const folder = await aFolder()
  await program.db.deleteFrom('source_states').execute()
  await rm(join(program.directory.root, 'tables'), { recursive: true, force: true })
  const config = { ...program.config, file: join(folder, 'postbud.yaml') }
  const app = { ...program, config, ...(given.clock && { clock: given.clock }), variables: given.variables ?? {} }
  const table = async () => {
    const found = await tableOf(app.db, app.directory, 'people')
    if (!found) throw new Error('the source was never read')
    return found
  }
  return {
    app,
    folder,
    async write(path, content) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), content)
    },
    refresh(definition = {}, { textColumns = [], personColumns, ...options } = {}) {
      const whole = { file: 'people.csv', key: 'id', ...definition } as SourceDefinition
      const columns = personColumns ?? { key: whole.key, owned: [] }
      return refreshSource(app, { name: 'people', definition: whole, textColumns, personColumns: columns }, options)
    },
    async rows() {
      await using session = await app.engine.session()
      return await session.rows<Row>(`from ${readSnapshot((await table()).files)}`)
    },
    async types() {
      return Object.fromEntries((await table()).columns.map((column) => [column.name, column.engineType]))
    },
    async corrupt() {
      const rows = await corruptRows(app, 'people')
      return rows.map(({ file, row, reason, detail }) => ({ file, row, reason, detail }))
    },
  }
}
