import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { aFolder, settleIn } from '../../test/support/test-app.ts'
import { runCli } from './run-cli.ts'

/** A command line in a folder of its own: answers the exit code and what was written. */
async function aTerminal() {
  const folder = await aFolder()
  const env = await settleIn(folder)
  const postbud = async (...argv: string[]) => {
    const out = collector()
    const err = collector()
    const signal = new AbortController().signal
    const code = await runCli({ argv, env, stdout: out.stream, stderr: err.stream, signal })
    return { code, out: out.text(), err: err.text() }
  }
  return { folder, postbud }
}

function collector() {
  const chunks: string[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk))
      done()
    },
  })
  return { stream: stream as NodeJS.WriteStream, text: () => chunks.join('') }
}

test('a source is refreshed, shown, and its corrupt rows are listed and written', async () => {
  const { folder, postbud } = await aTerminal()
  const csv = join(folder, 'contacts.csv')
  await writeFile(
    csv,
    'ContactId,EMail,Born\n1,a@example.com,08/09/1970\n2,b@example.com,01/02/1980\n2,c@example.com,\n',
  )
  await writeFile(
    join(folder, 'postbud.yaml'),
    `environment: { name: Contoso, timeZone: Europe/Copenhagen }
sources:
  contacts: { file: contacts.csv, key: ContactId, maxCorrupt: 0.4 }
profiles: { from: contacts, email: EMail }
`,
  )
  expect(await postbud('apply', '--yes')).toMatchObject({ code: 0 })

  const refreshed = await postbud('sources', 'refresh')
  expect(refreshed).toMatchObject({ code: 3, err: expect.stringContaining("Born: { type: date, format: '%d/%m/%Y' }") })
  expect(refreshed.out).toMatch(/contacts: 2 rows, read in [\d.]+ s\n {2}1 corrupt rows set aside \(duplicate_key 1\)/)
  expect((await postbud('sources', 'refresh')).out).toContain('contacts: 2 rows, unchanged')
  expect((await postbud('sources', 'list')).out).toMatch(/contacts {2}contacts\.csv {5}2 {8}1 {2}20/)
  expect((await postbud('sources', 'show', 'contacts')).out).toMatch(/EMail +VARCHAR +0 +2 {2}a@example\.com/)

  const { out } = await postbud('sources', 'corrupt', 'contacts', '--json')
  expect(JSON.parse(out)).toMatchObject({ corrupt: 1, rows: [{ row: 4, reason: 'duplicate_key', key: '2' }] })
  await postbud('sources', 'corrupt', 'contacts', '--csv', join(folder, 'corrupt.csv'))
  expect(await readFile(join(folder, 'corrupt.csv'), 'utf8')).toMatch(
    /^file,row,reason,detail,key,content\r\ncontacts\.csv,4,/,
  )

  await writeFile(csv, 'ContactId,EMail\n1,a@example.com\n\n1\n')
  const refused = await postbud('sources', 'refresh', '--json')
  expect(refused.code).toBe(1)
  expect(JSON.parse(refused.out)).toMatchObject({
    sources: [{ outcome: 'failed', error: { code: 'source_too_corrupt' } }],
  })
  expect(await postbud('sources', 'show', 'contcts')).toMatchObject({
    code: 2,
    err: 'error: No data source is called "contcts". Did you mean "contacts"? There are: contacts.\n',
  })
})
