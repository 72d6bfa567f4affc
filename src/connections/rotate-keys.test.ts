import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { copyFile, readFile, rename, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { testApp } from '../../test/support/test-app.ts'
import { systemActor } from '../access/person.ts'
import { boxOf, clientSecretContext, readClientSecret } from './client-secret.ts'
import { NextKeyNeededError, requireRightKey, rotateKeys } from './rotate-keys.ts'
import { sealedPlaces } from './sealed-places.ts'
import { WrongSecretKeyError } from './secret-box.ts'
import { openTokens, sealTokens } from './stored-tokens.ts'

const now = new Date('2026-03-01T12:00:00Z')
const tokens = { accessToken: 'a', refreshToken: 'r', issuedAt: now, expiresAt: now }
const aKey = () => randomBytes(32).toString('base64')

test('every stored secret is sealed anew under a new key file, and opens as before', async () => {
  const { app, opened, sealed } = await aSafe()
  const before = { key: await readFile(app.directory.secretKey, 'utf8'), sealed: await sealed() }
  expect(await rotateKeys(app, systemActor)).toEqual({ values: 2, key: 'file' })
  expect(await readFile(app.directory.secretKey, 'utf8')).not.toBe(before.key)
  expect((await stat(app.directory.secretKey)).mode & 0o777).toBe(0o600)
  expect(await opened()).toEqual(['the secret', 'r'])
  expect((await sealed()).some((text) => before.sealed.includes(text))).toBe(false)
  const audit = await app.db.selectFrom('audit_log').selectAll().executeTakeFirstOrThrow()
  expect(audit).toMatchObject({ action: 'key.rotate', target: 'stored secrets' })
  expect(JSON.stringify(audit)).not.toContain('the secret')
})

test('a rotation that was cut short after the new key was made, or before it took its place, is carried on', async () => {
  const { app, opened } = await aSafe()
  const key = app.directory.secretKey
  // Cut short before anything was sealed with it: the new key lies there, used for nothing.
  const { app: other } = await aSafe()
  await boxOf(other)
  await copyFile(other.directory.secretKey, `${key}.next`)
  expect(await opened()).toEqual(['the secret', 'r'])
  const next = await readFile(`${key}.next`, 'utf8')
  const former = await readFile(key, 'utf8')
  await copyFile(key, `${key}.kept`)
  await rotateKeys(app, systemActor)
  expect(await readFile(key, 'utf8')).toBe(next)

  // Cut short after everything was sealed with it: the former key still stands in its place.
  await rename(key, `${key}.next`)
  await rename(`${key}.kept`, key)
  expect(await readFile(key, 'utf8')).toBe(former)
  expect(await opened()).toEqual(['the secret', 'r'])
  // Sealed meanwhile with the former one.
  await keep(app, 'later')
  await rotateKeys(app, systemActor)
  expect(await opened()).toEqual(['the secret', 'r'])
  expect(await readClientSecret(app, 'later')).toBe('the secret')
  await requireRightKey(app)
})

test('a value that opens with no key stops the rotation, and everything is as it was', async () => {
  const { app, opened, sealed } = await aSafe()
  await app.db
    .insertInto('connection_secrets')
    .values({ name: 'zz-stray', client_secret: 'v1.AAAA', updated_at: now })
    .execute()
  const before = await sealed()
  await expect(rotateKeys(app, systemActor)).rejects.toThrow(WrongSecretKeyError)
  expect(await sealed()).toEqual(before)
  expect(await opened()).toEqual(['the secret', 'r'])
  await expect(requireRightKey(app)).rejects.toThrow(/client secret of connection "zz-stray" cannot be opened/)
})

test('a key in a variable is followed by the one in the next variable', async () => {
  const [former, next] = [aKey(), aKey()]
  const { app, opened } = await aSafe({ POSTBUD_SECRET_KEY: former })
  await expect(rotateKeys(app, systemActor)).rejects.toThrow(NextKeyNeededError)
  const both = { ...app, secrets: { ...app.secrets, nextSecretKey: next } }
  expect(await rotateKeys(both, systemActor)).toEqual({ values: 2, key: 'variable' })
  // Again, as after a kill whose end nobody saw.
  expect(await rotateKeys(both, systemActor)).toEqual({ values: 2, key: 'variable' })
  await expect(opened()).rejects.toThrow(WrongSecretKeyError)
  await requireRightKey({ ...app, secrets: { secretKey: next } })
  await expect(requireRightKey(app)).rejects.toThrow(/with POSTBUD_SECRET_KEY: it was sealed with another key/)
})

test('while another process works, no key is changed', async () => {
  const { app } = await aSafe()
  const database = { othersAtWork: async () => 2 }
  await expect(rotateKeys({ ...app, database }, systemActor)).rejects.toThrow(/2 other processes of Postbud work/)
})

test('everything that is sealed lies in a place that is rotated', () => {
  const root = resolve(import.meta.dirname, '..')
  const sealing = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .filter((name) => /\.seal\(|\bsealTokens\(/.test(readFileSync(join(root, name), 'utf8')))
  // Cursors are given out and kept nowhere: with another key, a list is read from its beginning.
  const kept = sealing.filter((name) => name !== join('http', 'cursors.ts'))
  // Whoever seals in another file puts the column into sealed-places.ts and the file here.
  expect(kept.sort()).toEqual([
    'connections/access-tokens.ts',
    'connections/begin-draft.ts',
    'connections/complete-sign-in.ts',
    'connections/draft-sign-in.ts',
    'connections/rotate-keys.ts',
    'connections/stored-tokens.ts',
    'project/change-connection.ts',
  ])
  expect(sealedPlaces).toHaveLength(5)
})

type Safe = Awaited<ReturnType<typeof testApp>>

/** A program with a typed client secret and tokens, both sealed. */
async function aSafe(variables: Record<string, string> = {}) {
  const app = await testApp({ variables })
  await keep(app, 'marketing')
  await app.db
    .insertInto('connection_states')
    .values({
      name: 'marketing',
      status: 'connected',
      tokens: sealTokens(await boxOf(app), 'marketing', tokens),
      updated_at: now,
    })
    .execute()
  const row = () => app.db.selectFrom('connection_states').select('tokens').executeTakeFirstOrThrow()
  return {
    app,
    opened: async () => [
      await readClientSecret(app, 'marketing'),
      openTokens(await boxOf(app), 'marketing', (await row()).tokens ?? '').refreshToken,
    ],
    sealed: async () => [
      ...(await app.db.selectFrom('connection_secrets').select('client_secret').orderBy('name').execute()).map(
        ({ client_secret }) => client_secret,
      ),
      (await row()).tokens ?? '',
    ],
  }
}

async function keep(app: Safe, name: string): Promise<void> {
  const sealed = (await boxOf(app)).seal('the secret', clientSecretContext(name))
  await app.db.insertInto('connection_secrets').values({ name, client_secret: sealed, updated_at: now }).execute()
}
