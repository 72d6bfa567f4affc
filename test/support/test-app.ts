import { execFile } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import { type App, openApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/environment.ts'
import { openDatabase } from '../../src/db/open-database.ts'
import type { Clock } from '../../src/lib/clock.ts'

const run = promisify(execFile)

/** A folder of its own for the test that asks, removed when the test is over. */
export async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'postbud-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

let template: Promise<string> | undefined

/**
 * Lays a new database into a data directory: a copy of one that was made once for all tests of this process, since making one
 * takes seconds. The program opens it as it opens any that it finds.
 */
async function layDatabase(dataDirectoryPath: string): Promise<void> {
  template ??= makeTemplate()
  await mkdir(dataDirectoryPath, { recursive: true })
  await run('cp', ['-a', join(await template, 'db'), dataDirectoryPath])
}

async function makeTemplate(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'postbud-template-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  await using _database = await openDatabase({ directory: join(folder, 'db') })
  return folder
}

/** The whole program on its embedded defaults in a folder of its own; closed when the test is over. */
export async function testApp(
  given: { variables?: Record<string, string>; clock?: Clock; folder?: string } = {},
): Promise<App> {
  const folder = given.folder ?? (await aFolder())
  const variables = {
    POSTBUD_DATA: join(folder, 'data'),
    POSTBUD_FILE: join(folder, 'postbud.yaml'),
    ...given.variables,
  }
  if (!existsSync(variables.POSTBUD_DATA)) await layDatabase(variables.POSTBUD_DATA)
  const app = await openApp({ ...readConfig(variables), variables, ...(given.clock && { clock: given.clock }) })
  onTestFinished(() => app[Symbol.asyncDispose]())
  return app
}
