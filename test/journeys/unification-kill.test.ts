import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { refreshSources } from '../../src/refresh/refresh-for.ts'
import { matchProfiles, refreshProfiles } from '../../src/refresh/refresh-profiles.ts'
import { unificationState, unifiedFiles, unifiedFolder } from '../../src/unification/unification-state.ts'
import { testApp } from '../support/test-app.ts'
import { customersOf, files, threeSources, writeSources } from '../support/three-sources.ts'

const run = promisify(execFile)
const program = resolve(import.meta.dirname, '../support/unify-and-die.ts')
const { signal } = new AbortController()

test('a process that is killed while it unifies or matches leaves what was good last, and the next one makes the new profiles', async () => {
  const definitions = threeSources()
  const app = await testApp()
  const folder = dirname(app.directory.root)
  await writeSources(app, files)
  await refreshSources(app, definitions, signal)
  await refreshProfiles(app, definitions)
  const before = await customersOf(app, definitions)
  await matchProfiles(app, definitions, { force: true })
  const { snapshot, matching } = (await unificationState(app.db)) ?? {}
  await writeSources(app, { club: `${files.club}d,New,Person,new@example.com,2026-03-01\n` })
  await refreshSources(app, definitions, signal)
  await app[Symbol.asyncDispose]()

  for (const moment of ['club with shop', 'writing', 'before', 'after', 'writing matching', 'after matching']) {
    const ended = await run(process.execPath, [program, folder, ...moment.split(/ (?=matching)/)]).catch(
      (thrown) => thrown,
    )
    expect([moment, ended.signal]).toEqual([moment, 'SIGKILL'])
    await using again = await testApp({ folder })
    expect(await customersOf(again, definitions)).toEqual(before)
    const state = await unificationState(again.db)
    expect(state?.snapshot?.version).toBe(snapshot?.version)
    expect(state?.matching).toEqual(matching)
    expect(existsSync(unifiedFiles(unifiedFolder(again.directory, matching?.version ?? '')).matchPairs)).toBe(true)
  }
  await using last = await testApp({ folder })
  expect(await matchProfiles(last, definitions)).toMatchObject({ outcome: 'refreshed', figures: { people: 5 } })
  expect(await refreshProfiles(last, definitions)).toMatchObject({ outcome: 'refreshed', snapshot: { rows: 5 } })
  const after = await customersOf(last, definitions)
  const ids = after.map(({ CustomerId }) => CustomerId)
  expect(before.every(({ CustomerId }) => ids.includes(CustomerId ?? ''))).toBe(true)
})
