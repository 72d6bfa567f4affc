import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openApp } from '../../src/app.ts'
import { readConfig } from '../../src/config/environment.ts'
import { planApply } from '../../src/project/apply-project.ts'
import { refreshSources } from '../../src/refresh/refresh-for.ts'
import { saveUnified, unificationState } from '../../src/unification/unification-state.ts'
import { postgresMissing, startPostgres } from '../support/postgres.ts'
import { aFolder } from '../support/test-app.ts'
import { customersOf, files, threeSources, unified, writeSources } from '../support/three-sources.ts'

const program = resolve(import.meta.dirname, '../support/unify-and-tell.ts')
const definitions = threeSources()
const { signal } = new AbortController()

test.skipIf(postgresMissing)(
  'of two processes one unifies, and the other goes on from what it made, also where it was killed',
  async () => {
    const postgres = await startPostgres()
    onTestFinished(() => postgres[Symbol.asyncDispose]())
    const folder = await aFolder()
    const variables = {
      DATABASE_URL: postgres.url,
      POSTBUD_DATA: join(folder, 'data'),
      POSTBUD_FILE: join(folder, 'postbud.yaml'),
    }
    await using app = await openApp({ ...readConfig(variables), variables })
    const begin = (stopAt?: string) =>
      telling(spawn(process.execPath, [program, folder, postgres.url, ...(stopAt ? [stopAt] : [])]))
    const change = async (club: string) => {
      await writeSources(app, { ...files, club })
      await refreshSources(app, definitions, signal)
    }

    await change(files.club)
    const first = begin('merging')
    await first.says('merging')
    // Whoever saves other profiles here is told of the process that unifies there, whose refresh this database knows nothing of.
    const others = { ...definitions, profiles: { ...unified, match: [] } }
    const told = async () => (await planApply(app, others)).consequences
    expect(await told()).toEqual([expect.stringContaining('counts from the next refresh on')])
    const second = begin()
    await second.says('waiting for another process')
    first.process.kill('SIGCONT')
    const made = /refreshed (.*)/.exec(await first.ended())?.[1]
    // What the first has made is found done, and not made again.
    expect(await second.ended()).toBe(`waiting for another process\nunchanged ${made}\n`)
    expect(await told()).toEqual([])
    const before = await customersOf(app, definitions)
    expect(before).toHaveLength(4)

    await change(`${files.club}d,New,Person,new@example.com,2026-03-01\n`)
    const killed = begin('merging')
    await killed.says('merging')
    const next = begin()
    await next.says('waiting for another process')
    // The tables change once more while it waits: it unifies those that there are when its turn comes.
    await change(
      `${files.club}d,New,Person,new@example.com,2026-03-01\ne,Other,Somebody,other@example.com,2026-03-01\n`,
    )
    killed.process.kill('SIGKILL')
    const version = /refreshed (.*)/.exec(await next.ended())?.[1]
    const { snapshot } = (await unificationState(app.db)) ?? {}
    expect(snapshot?.version).toBe(version)
    // Whoever unified on top of other profiles than there are now moves nothing.
    if (snapshot) expect(await saveUnified(app.db, snapshot, { ...snapshot, version: String(made) })).toBe(false)
    const after = await customersOf(app, definitions)
    expect(after).toHaveLength(6)
    const ids = after.map(({ CustomerId }) => CustomerId)
    expect(before.every(({ CustomerId }) => ids.includes(CustomerId ?? null))).toBe(true)
  },
)

/** A process with what it has told so far. */
function telling(child: ChildProcess) {
  onTestFinished(() => void child.kill('SIGKILL'))
  let told = ''
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    told += part
  })
  child.stderr?.pipe(process.stderr)
  const closed = once(child, 'close')
  return {
    process: child,
    says: (stage: string) => expect.poll(() => told.split('\n')).toContain(stage),
    async ended(): Promise<string> {
      await closed
      return told
    },
  }
}
