import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commandLine } from '../../test/support/command-line.ts'
import { aFolder, settleIn } from '../../test/support/test-app.ts'

const shop = `environment: { name: Test, timeZone: UTC }
sources:
  contacts: { file: contacts.csv, key: id }
profiles: { from: contacts, email: mail }
segments:
  everybody: { rules: [{ where: { column: id, isNotNull: true } }] }
`

async function lab() {
  const folder = await aFolder()
  const env = { ...(await settleIn(folder)), POSTBUD_FILE: join(folder, 'postbud.yaml') }
  await mkdir(folder, { recursive: true })
  await writeFile(env.POSTBUD_FILE, shop)
  await writeFile(join(folder, 'contacts.csv'), 'id,mail\nC-1,ann@example.com\nC-2,bo@example.com\n')
  const postbud = commandLine({ env })
  for (const argv of [
    ['apply', '--yes'],
    ['sources', 'refresh'],
    ['segments', 'refresh', 'everybody'],
  ]) {
    expect((await postbud(...argv)).code).toBe(0)
  }
  return postbud
}

test('a person is shown, erased with a certificate, and let back in by the terminal', async () => {
  const postbud = await lab()
  const held = JSON.parse((await postbud('person', 'Ann@example.com', '--json')).out)
  expect(held).toMatchObject({ keys: ['C-1'], segments: ['everybody'], tables: { contacts: [{ id: 'C-1' }] } })

  const erased = await postbud('erase', '--key', 'C-1', '--yes', '--reason', 'by letter of ann@example.com')
  expect(erased).toMatchObject({ code: 0, err: '' })
  expect(erased.out).toMatch(/table rows: 1\n/)
  expect(erased.out).not.toMatch('ann@example.com')
  expect(JSON.parse((await postbud('person', 'ann@example.com')).out)).toMatchObject({ tables: {}, keys: [] })

  const listed = JSON.parse((await postbud('erasures', 'list', '--json')).out)
  expect(listed.erasures).toMatchObject([{ state: 'whole', certificate: { erased: { 'segment members': 1 } } }])
  const [{ id }] = listed.erasures
  expect((await postbud('erasures', 'certificate', id)).out).toBe(erased.out)
  expect((await postbud('erasures', 'lift', id, '--reason', 'back again')).out).toMatch(/^The erasure is lifted/)
  expect(await postbud('erasures', 'lift', id, '--reason', 'twice')).toMatchObject({ code: 1 })
  expect((await postbud('erasures', 'list')).out).toMatch(/lifted .* back again/)
  await postbud('sources', 'refresh')
  expect(JSON.parse((await postbud('person', 'ann@example.com')).out)).toMatchObject({ keys: ['C-1'] })
})

test('nobody is erased by a command that does not say whom, or without a yes', async () => {
  const postbud = await lab()
  for (const argv of [['erase'], ['erase', 'ann@example.com', '--key', 'C-1', '--yes'], ['erase', 'ann@example.com']]) {
    expect(await postbud(...argv)).toMatchObject({ code: 2, out: '' })
  }
  expect((await postbud('erasures', 'list')).out).toBe('Nobody was erased.\n')
  expect(await postbud('erasures', 'lift', 'nothing', '--reason', 'x')).toMatchObject({ code: 2 })
})
