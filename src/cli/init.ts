import { existsSync } from 'node:fs'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { Command } from 'commander'
import { openEngine } from '../engine/duckdb.ts'
import { AppError } from '../lib/app-error.ts'
import { systemClock } from '../lib/clock.ts'
import { dataDirectory } from '../lib/data-directory.ts'
import { publishFile } from '../lib/durable-file.ts'
import { projectJsonSchema } from '../project/json-schema.ts'
import { nameSources } from '../project/name-sources.ts'
import { proposeProject } from '../project/propose-project.ts'
import { writeProject } from '../project/write-project.ts'
import type { CliContext } from './context.ts'

/** Raised when a file stands where `postbud init` would write, or one that it was shown is not there. */
class InitRefusedError extends AppError {
  override readonly code = 'usage'
  override readonly recovery = 'never'
}

/** `postbud init FILE…`: writes a first configuration file from the data files it is shown. */
export function initCommand(context: CliContext): Command {
  return new Command('init')
    .description('write a first configuration file from the data files it is shown')
    .argument('<files...>', 'CSV, TSV, Parquet, JSON or NDJSON files, or folders of parts')
    .option('--force', 'overwrite a configuration file that is there')
    .action(async (files: string[], { force = false }: { force?: boolean }) => {
      const { terminal } = context
      const { file: target, engineMemory, engineThreads: threads } = context.config()
      if (existsSync(target) && !force) {
        throw new InitRefusedError(
          `There is a configuration file already: ${terminal.shown(target)}. Nothing was written; --force overwrites it.`,
        )
      }
      const folder = dirname(target)
      const sources = nameSources(await Promise.all(files.map((file) => fromFolder(file, folder))))

      await using cleanup = new AsyncDisposableStack()
      const scratch = await mkdtemp(join(tmpdir(), 'postbud-init-'))
      cleanup.defer(() => rm(scratch, { recursive: true, force: true }))
      const engine = cleanup.use(await openEngine({ memoryLimit: engineMemory, threads, spillDirectory: scratch }))
      const needs = { engine, clock: systemClock, directory: dataDirectory(scratch) }
      const proposal = await proposeProject(needs, sources, folder)

      const text = writeProject(proposal, {
        environment: basename(folder) || 'My shop',
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        schema: './postbud.schema.json',
      })
      await publishFile(target, (path) => writeFile(path, text))
      const schema = join(folder, 'postbud.schema.json')
      await publishFile(schema, (path) => writeFile(path, `${JSON.stringify(projectJsonSchema(), null, 2)}\n`))

      for (const sentence of proposal.leftOut) terminal.note(`note: ${sentence}`)
      terminal.print(`Wrote ${terminal.shown(target)}, and ${terminal.shown(schema)} for editors.`)
      for (const { name, rows, columns, mapping } of proposal.sources) {
        terminal.print(`  ${name}: ${rows.toLocaleString('en-US')} rows, ${columns.length} columns, key ${mapping.key}`)
      }
      terminal.print(
        `The customers are the rows of ${proposal.profiles.name}. Read the file through, then run: postbud apply`,
      )
    })
}

/** A path as the configuration file will say it: relative to its folder where the data lie beside or below it. */
async function fromFolder(file: string, folder: string): Promise<string> {
  const path = resolve(file)
  const there = await stat(path).catch(() => undefined)
  if (!there)
    throw new InitRefusedError(`There is no file ${file}. Name the data files to start from: postbud init data/*.csv`)
  const shown = relative(folder, path)
  return shown.startsWith('..') || isAbsolute(shown) || shown === '' ? path : shown
}
