import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type Header, pack } from 'tar-stream'
import { expect, test } from 'vitest'
import { aFolder, testApp } from '../../test/support/test-app.ts'
import { systemActor } from '../access/person.ts'
import { openApp, RestoreUnfinishedError } from '../app.ts'
import { readConfig } from '../config/environment.ts'
import { systemClock } from '../lib/clock.ts'
import { dataDirectory } from '../lib/data-directory.ts'
import { makeBackup } from './make-backup.ts'
import { isSavedPath } from './manifest.ts'
import { DataDirectoryNotEmptyError, restoreBackup } from './restore-backup.ts'

const signal = new AbortController().signal

test('what was saved while the program works is what is restored, with the key only where it was asked for', async () => {
  const app = await testApp()
  await mkdir(join(app.directory.roots.tables, 'contacts'), { recursive: true })
  await writeFile(join(app.directory.roots.tables, 'contacts', '1.parquet'), 'people')
  await writeFile(join(app.directory.roots.tables, 'contacts', '2.parquet.part'), 'half')
  await writeFile(app.directory.secretKey, 'the key')
  const role = 'viewer'
  await app.db
    .insertInto('users')
    .values({ id: 'u1', email: 'ada@example.com', name: 'Ada', role, status: 'active', created_at: new Date() })
    .execute()

  for (const withKey of [false, true]) {
    const folder = await aFolder()
    const file = join(folder, 'backup.tar.gz')
    await makeBackup(app, { actor: systemActor, file, withKey, signal })
    const directory = dataDirectory(join(folder, 'data'))
    await mkdir(directory.root)
    await restoreBackup({ directory, clock: systemClock }, { file, replace: 'refuse', signal })
    expect(await readFile(join(directory.roots.tables, 'contacts', '1.parquet'), 'utf8')).toBe('people')
    expect(await readdir(join(directory.roots.tables, 'contacts'))).toEqual(['1.parquet'])
    expect((await readdir(directory.root)).includes('secret.key')).toBe(withKey)
    expect(await readdir(directory.root)).not.toContain('restoring')
    const restored = await testApp({ folder: folder })
    expect(await restored.db.selectFrom('users').select('name').execute()).toEqual([{ name: 'Ada' }])
  }
})

test('a data directory that holds something gives way only when asked, and what it held is kept', async () => {
  const file = await anArchive([entry('tables/x/1', 'new')])
  const directory = await aDirectory()
  await mkdir(directory.roots.tables)
  await writeFile(join(directory.roots.tables, 'old'), 'old')
  await expect(restore(directory, file)).rejects.toThrow(DataDirectoryNotEmptyError)
  expect(await readFile(join(directory.roots.tables, 'old'), 'utf8')).toBe('old')

  const { setAside } = await restoreBackup({ directory, clock: systemClock }, { file, replace: 'set aside', signal })
  expect(await readFile(join(setAside ?? '', 'tables/old'), 'utf8')).toBe('old')
  expect(await readFile(join(directory.roots.tables, 'x/1'), 'utf8')).toBe('new')
})

test('a restore that was cut short is told by whoever opens the directory', async () => {
  const directory = await aDirectory()
  await mkdir(directory.restoring)
  const variables = { POSTBUD_DATA: directory.root }
  await expect(openApp({ ...readConfig(variables), variables })).rejects.toThrow(RestoreUnfinishedError)
})

const evil: readonly [string, Parameters<typeof anArchive>][] = [
  ['"../escaped", which is no place', [[entry('../escaped', 'x')]]],
  ['"tables/../../escaped", which is no place', [[entry('tables/../../escaped', 'x')]]],
  ['"/etc/passwd", which is no place', [[entry('/etc/passwd', 'x')]]],
  ['"tables/a\\..\\b", which is no place', [[entry('tables/a\\..\\b', 'x')]]],
  ['"scratch/x", which is no place', [[entry('scratch/x', 'x')]]],
  ['"owner.lock", which is no place', [[entry('owner.lock', 'x')]]],
  ['"tables/x:y", which is no place', [[entry('tables/x:y', 'x')]]],
  ['is not what was saved', [[{ ...entry('tables/x', 'x'), sha256: '0'.repeat(64) }]]],
  ['is longer than its list says', [[{ ...entry('tables/x', 'xxxx'), bytes: 1 }]]],
  ['is not what was saved', [[{ ...entry('tables/x', 'x'), bytes: 2 }]]],
  ['names a file twice', [[entry('tables/x', 'x'), entry('tables/x', 'x')]]],
  ['"tables/y" is missing', [[entry('tables/x', 'x'), { ...entry('tables/y', 'y'), left: true }]]],
  ['which its list does not have', [[entry('tables/x', 'x')], { more: [{ name: 'tables/z' }] }]],
  ['which its list does not have', [[entry('tables/x', 'x')], { more: [{ name: 'tables/x' }] }]],
  ['which its list does not have', [[], { more: [{ name: 'tables/x', type: 'symlink', linkname: '/etc/passwd' }] }]],
  ['which its list does not have', [[], { more: [{ name: 'tables/x', type: 'link', linkname: '../../x' }] }]],
  ['does not begin with its list', [[], { manifest: 'none', more: [{ name: 'tables/x' }] }]],
  ['its list of files cannot be read', [[], { manifest: '{"form":"postbud-backup-9"}' }]],
  ['The database is at version 9999', [[], { migration: 9999 }]],
]

test.each(evil)('a backup made to harm, or damaged, changes nothing: %s', async (sentence, made) => {
  const file = await anArchive(...made)
  const directory = await aDirectory()
  await expect(restore(directory, file)).rejects.toThrow(sentence)
  expect(await readdir(directory.root)).toEqual([])
  expect((await readdir(join(directory.root, '..'))).sort()).toEqual(['data'])
})

test('a backup that was cut off, or is none, changes nothing', async () => {
  const directory = await aDirectory()
  const file = await anArchive([entry('tables/x', 'people '.repeat(5000))])
  await truncate(file, 200)
  await expect(restore(directory, file)).rejects.toThrow('This is no backup that can be restored')
  await writeFile(file, 'no archive')
  await expect(restore(directory, file)).rejects.toThrow('it is damaged or cut off')
  await expect(restore(directory, `${file}.nowhere`)).rejects.toThrow('ENOENT')
  expect(await readdir(directory.root)).toEqual([])
})

test.each([
  ['db/PG_VERSION', true],
  ['db/base/1/1259_fsm', true],
  ['lists/p07e/1-2-3/known.parquet', true],
  ['secret.key', true],
  ['db', false],
  ['', false],
  ['tables//x', false],
  ['tables/.', false],
  ['tables/x\u0000y', false],
  ['C:/x', false],
])('%j may lie in a backup: %s', (path, expected) => {
  expect(isSavedPath(path)).toBe(expected)
})

type Entry = { path: string; bytes: number; sha256: string; content: string; left?: boolean }

function entry(path: string, content: string): Entry {
  return { path, content, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') }
}

/** An archive as somebody could make one by hand. */
async function anArchive(
  entries: readonly Entry[],
  given: { more?: readonly Partial<Header>[]; manifest?: string; migration?: number } = {},
): Promise<string> {
  const file = join(await aFolder(), 'backup.tar.gz')
  const archive = pack()
  const manifest = {
    form: 'postbud-backup-1',
    postbud: '0.1.0',
    migration: given.migration ?? 1,
    madeAt: '2026-01-01T00:00:00.000Z',
    folders: [],
    files: entries.map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 })),
  }
  if (given.manifest !== 'none') archive.entry({ name: 'manifest.json' }, given.manifest ?? JSON.stringify(manifest))
  for (const { path, content, left } of entries) if (!left) archive.entry({ name: path }, content)
  for (const header of given.more ?? []) {
    if (header.type) archive.entry(header as Header)
    else archive.entry(header as Header, 'more')
  }
  archive.finalize()
  await pipeline(archive, createGzip(), createWriteStream(file))
  return file
}

async function aDirectory() {
  const root = join(await aFolder(), 'data')
  await mkdir(root)
  return dataDirectory(root)
}

function restore(directory: ReturnType<typeof dataDirectory>, file: string) {
  return restoreBackup({ directory, clock: systemClock }, { file, replace: 'refuse', signal })
}
