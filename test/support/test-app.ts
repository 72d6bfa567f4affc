import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type App, openApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/environment.ts'
import type { Clock } from '../../src/lib/clock.ts'

/** A folder of its own for the test that asks, removed when the test is over. */
export async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'postbud-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
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
  const app = await openApp({ ...readConfig(variables), variables, ...(given.clock && { clock: given.clock }) })
  onTestFinished(() => app[Symbol.asyncDispose]())
  return app
}
