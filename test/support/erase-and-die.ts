/*
 * A process that erases Ann in a data directory and kills itself at the nth file that it puts in place or removes, or request that it
 * sends, before or after that is done: node erase-and-die.ts FOLDER NTH before|after [API AUTH]. With the addresses of a sandbox it takes her off
 * the lists first. Says what it did, an act a line.
 */
import fs from 'node:fs'
import { readFile } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import type { Definitions } from '../../src/contract/definitions.ts'

const [folder = '', nth = '', when = '', apiUrl, authUrl] = process.argv.slice(2)
const acts: string[] = []
let counting = false

function dyingAt<T extends (...args: never[]) => Promise<unknown>>(kind: string, act: T): T {
  return (async (...args: Parameters<T>) => {
    if (!counting) return await act(...args)
    acts.push(kind)
    const last = acts.length === Number(nth)
    if (last && when === 'before') process.kill(process.pid, 'SIGKILL')
    const done = await act(...args)
    if (last) process.kill(process.pid, 'SIGKILL')
    return done
  }) as T
}

// Whatever is durable has been renamed or removed: between any two of these, nothing else on the disk has changed but the database.
fs.promises.rename = dyingAt('file', fs.promises.rename)
fs.promises.rm = dyingAt('file', fs.promises.rm)
syncBuiltinESMExports()
globalThis.fetch = dyingAt('request', globalThis.fetch)

const { openApp } = await import('../../src/app.ts')
const { readConfig } = await import('../../src/config/environment.ts')
const { beginErasure } = await import('../../src/privacy/begin-erasure.ts')
const { carryOnErasure } = await import('../../src/privacy/carry-on-erasure.ts')
const { sandboxAccount } = await import('./sandbox-account.ts')

const variables = {
  POSTBUD_DATA: join(folder, 'data'),
  POSTBUD_FILE: join(folder, 'postbud.yaml'),
  POSTBUD_ADOPTION_WAIT: '0.2',
}
await using app = await openApp({ ...readConfig(variables), variables })
const definitions: Definitions = JSON.parse(await readFile(join(folder, 'definitions.json'), 'utf8'))
const needs = {
  ...app,
  openAccount: async () => {
    if (!apiUrl || !authUrl) throw new Error('nothing is asked of Constant Contact')
    return await sandboxAccount(app, { apiUrl, authUrl })
  },
}
counting = true
const asked = { who: { email: 'ann.erased@example.com' }, removeFromLists: apiUrl !== undefined }
const { id } = await beginErasure(needs, definitions, { id: null, name: 'Ada', via: 'CLI' }, asked)
await carryOnErasure(needs, definitions, id, new AbortController().signal)
process.stdout.write(acts.map((kind) => `${kind}\n`).join(''))
