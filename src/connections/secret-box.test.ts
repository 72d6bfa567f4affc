import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openSecretBox, secretBox } from './secret-box.ts'

async function aKeyFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'postbud-key-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return join(folder, 'inner', 'secret.key')
}

const box = secretBox(Buffer.alloc(32, 1), 'the key')

test('what is sealed can be opened, and looks different each time', () => {
  const sealed = box.seal('åse & co', 'row 1')
  expect(box.open(sealed, 'row 1')).toBe('åse & co')
  expect(box.seal('åse & co', 'row 1')).not.toBe(sealed)
  expect(sealed).not.toContain('åse')
})

test.each([
  ['another context', (sealed: string) => box.open(sealed, 'row 2')],
  ['another key', (sealed: string) => secretBox(Buffer.alloc(32, 2), 'the other').open(sealed, 'row 1')],
  [
    'a changed byte',
    (sealed: string) => box.open(`${sealed.slice(0, 30)}${sealed[30] === 'A' ? 'B' : 'A'}${sealed.slice(31)}`, 'row 1'),
  ],
  ['half of it', (sealed: string) => box.open(sealed.slice(0, 12), 'row 1')],
  ['another form', (sealed: string) => box.open(sealed.replace('v1', 'v9'), 'row 1')],
])('it does not open with %s', (_, open) => {
  expect(() => open(box.seal('text', 'row 1'))).toThrow(expect.objectContaining({ code: 'secret_key_wrong' }))
})

test('the key file is made once, for its owner alone, however many need it at once', async () => {
  const keyFile = await aKeyFile()
  const boxes = await Promise.all(Array.from({ length: 8 }, () => openSecretBox({ keyFile })))
  const sealed = boxes[0]?.seal('text', 'row') ?? ''
  expect(boxes.map((each) => each.open(sealed, 'row'))).toEqual(Array.from({ length: 8 }, () => 'text'))
  expect((await stat(keyFile)).mode & 0o777).toBe(0o600)
  expect(await readdir(join(keyFile, '..'))).toEqual(['secret.key'])
  expect((await openSecretBox({ keyFile })).open(sealed, 'row')).toBe('text')
})

test('a key from the environment needs no file', async () => {
  const keyFile = await aKeyFile()
  await openSecretBox({ secretKey: Buffer.alloc(32, 3).toString('base64'), keyFile })
  await expect(stat(keyFile)).rejects.toThrow('ENOENT')
})

test('a key file that holds no key is told, and not replaced', async () => {
  const keyFile = await aKeyFile()
  await openSecretBox({ keyFile })
  await writeFile(keyFile, '')
  await expect(openSecretBox({ keyFile })).rejects.toThrow(/does not hold a key.*Bring the former file back/)
})
