import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { systemActor } from '../../src/access/person.ts'
import { boxOf, clientSecretContext, readClientSecret } from '../../src/connections/client-secret.ts'
import { requireRightKey, rotateKeys } from '../../src/connections/rotate-keys.ts'
import { openTokens, sealTokens } from '../../src/connections/stored-tokens.ts'
import { aFolder, testApp } from '../support/test-app.ts'

const run = promisify(execFile)
const program = resolve(import.meta.dirname, '../../bin/postbud.js')
const dieAt = resolve(import.meta.dirname, '../support/die-at.ts')
/** How many moments are tried, spread over the whole; all with POSTBUD_KILLS=1000. */
const wanted = Number(process.env.POSTBUD_KILLS ?? 3)
const patience = { timeout: 600_000 }
const now = new Date('2026-03-01T12:00:00Z')
const names = ['one', 'two', 'three']

/** A data directory with secrets of three connections, sealed with the key in its file, or with the given one. */
async function aSafe(secretKey?: string): Promise<string> {
  const folder = await aFolder()
  await using app = await testApp({ folder, ...(secretKey && { variables: { POSTBUD_SECRET_KEY: secretKey } }) })
  const box = await boxOf(app)
  for (const name of names) {
    const tokens = { accessToken: 'a', refreshToken: `r ${name}`, issuedAt: now, expiresAt: now }
    const client_secret = box.seal(`secret ${name}`, clientSecretContext(name))
    await app.db.insertInto('connection_secrets').values({ name, client_secret, updated_at: now }).execute()
    await app.db
      .insertInto('connection_states')
      .values({ name, status: 'connected', tokens: sealTokens(box, name, tokens), updated_at: now })
      .execute()
  }
  return folder
}

type Opened = Awaited<ReturnType<typeof testApp>>

async function opened(app: Opened): Promise<readonly string[]> {
  const rows = await app.db.selectFrom('connection_states').select(['name', 'tokens']).execute()
  const box = await boxOf(app)
  return [
    ...(await Promise.all(names.map((name) => readClientSecret(app, name)))),
    ...rows.map(({ name, tokens }) => openTokens(box, name, tokens ?? '').refreshToken).sort(),
  ].map(String)
}

const everything = [...names.map((name) => `secret ${name}`), ...names.map((name) => `r ${name}`).sort()]

/** `postbud keys rotate` as a process of its own, which dies at its nth act; answers what it did when it did not. */
async function rotate(folder: string, at: string, variables: Record<string, string> = {}): Promise<string[]> {
  const told = join(folder, 'told.json')
  const env = {
    ...process.env,
    POSTBUD_DATA: join(folder, 'data'),
    POSTBUD_FILE: join(folder, 'postbud.yaml'),
    NODE_OPTIONS: `--import=${dieAt}`,
    DIE_AT: at,
    DIE_TOLD: told,
    ...variables,
  }
  try {
    await run(process.execPath, [program, 'keys', 'rotate'], { env, cwd: folder })
  } catch (thrown) {
    expect(thrown).toMatchObject({ signal: 'SIGKILL' })
    return []
  }
  return JSON.parse(await readFile(told, 'utf8'))
}

/** Moments from where the first thing of the rotation itself is done, before and after in turns. */
function moments(acts: readonly string[], first: RegExp, count: number): string[] {
  const from = acts.findIndex((act) => first.test(act)) + 1
  expect(from).toBeGreaterThan(0)
  const every = Math.max(1, (acts.length - from) / count)
  const nths = Array.from({ length: Math.min(count, acts.length - from + 1) }, (_, at) => from + Math.floor(at * every))
  return [...nths, acts.length].map((nth, at) => `${nth}:${at % 2 ? 'after' : 'before'}`)
}

test(
  'keys in a file: killed anywhere, the old or the new one opens everything, and the next rotation ends it',
  patience,
  async () => {
    const origin = await aSafe()
    const key = await readFile(join(origin, 'data/secret.key'), 'utf8')
    const undisturbed = await aFolder()
    await cp(origin, undisturbed, { recursive: true })
    const acts = await rotate(undisturbed, '0:after')
    expect(acts.filter((act) => /^(link|rename) .*secret\.key/.test(act))).toHaveLength(2)

    for (const at of moments(acts, /^link .*secret\.key/, wanted)) {
      const folder = await aFolder()
      await cp(origin, folder, { recursive: true })
      expect(await rotate(folder, at), at).toEqual([])
      await using app = await testApp({ folder })
      await requireRightKey(app)
      expect(await opened(app), at).toEqual(everything)

      expect(await rotateKeys(app, systemActor)).toEqual({ values: 6, key: 'file' })
      expect(existsSync(join(folder, 'data/secret.key.next'))).toBe(false)
      expect(await readFile(join(folder, 'data/secret.key'), 'utf8')).not.toBe(key)
      expect(await opened(app), at).toEqual(everything)
    }
  },
)

test(
  'keys in variables: killed anywhere, one of the two opens everything, and the next rotation ends it',
  patience,
  async () => {
    const [former, next] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')]
    const both = { POSTBUD_SECRET_KEY: former, POSTBUD_SECRET_KEY_NEXT: next }
    const origin = await aSafe(former)
    const undisturbed = await aFolder()
    await cp(origin, undisturbed, { recursive: true })
    const acts = await rotate(undisturbed, '0:after', both)

    for (const at of moments(acts, /for update/, Math.ceil(wanted / 2))) {
      const folder = await aFolder()
      await cp(origin, folder, { recursive: true })
      expect(await rotate(folder, at, both), at).toEqual([])
      const opensWith = async (secretKey: string) => {
        await using app = await testApp({ folder, variables: { POSTBUD_SECRET_KEY: secretKey } })
        return await opened(app).catch(() => [])
      }
      expect([await opensWith(former), await opensWith(next)], at).toEqual(expect.arrayContaining([everything, []]))
      await using app = await testApp({ folder, variables: both })
      await rotateKeys(app, systemActor)
      await app[Symbol.asyncDispose]()
      expect(await opensWith(next), at).toEqual(everything)
    }
  },
)
