import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { closeSourceLab, type SourceLab, sourceLab } from '../../test/support/source-lab.ts'

afterAll(closeSourceLab)

const danish = 'id;navn;by\r\n1;Søren Ærø;Århus\r\n2;"Åse ""Ø""";Køge\r\n'
const read = [
  { id: '1', navn: 'Søren Ærø', by: 'Århus' },
  { id: '2', navn: 'Åse "Ø"', by: 'Køge' },
]

test.each([
  ['UTF-8', Buffer.from(danish)],
  ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${danish}`)],
  ['UTF-16, little end first', Buffer.from(`\ufeff${danish}`, 'utf16le')],
  ['UTF-16, big end first', Buffer.from(`\ufeff${danish}`, 'utf16le').swap16()],
  ['UTF-16 without its mark', Buffer.from(danish, 'utf16le')],
  ['Windows-1252', Buffer.from(danish, 'latin1')],
  ['gzip of Windows-1252', gzipSync(Buffer.from(danish, 'latin1'))],
  ['line feeds alone', Buffer.from(danish.replaceAll('\r', ''))],
  ['carriage returns alone', Buffer.from(danish.replaceAll('\n', ''))],
  ['line endings of two kinds', Buffer.from(danish.replace('\r\n', '\n'))],
  ['tabs', Buffer.from(danish.replaceAll(';', '\t'))],
  ['pipes', Buffer.from(danish.replaceAll(';', '|'))],
  ['single quotes', Buffer.from("id,navn,by\n1,'Søren Ærø','Århus'\n2,'Åse \"Ø\"','Køge'\n")],
  ['backslashes before quotes', Buffer.from('id,navn,by\n1,"Søren Ærø",Århus\n2,"Åse \\"Ø\\"",Køge\n')],
  ['a delimiter at the end of each line', Buffer.from(danish.replaceAll('\r\n', ';\r\n'))],
])('a file is read right in %s', async (_, bytes) => {
  const lab = await sourceLab()
  await lab.write('people.csv', bytes)
  const { snapshot } = await lab.refresh()
  expect(await lab.rows()).toEqual(read)
  expect(snapshot.corrupt).toBe(0)
})

test('the signs that Windows-1252 has where Latin-1 has none come out right, and the reader says what it took', async () => {
  const lab = await sourceLab()
  await lab.write('people.csv', Buffer.from([...Buffer.from('id,price\n1,'), 0x80, 0x8a, 0x92, 0xe6, 0x0a]))
  const { snapshot } = await lab.refresh()
  expect(await lab.rows()).toEqual([{ id: '1', price: '€Š’æ' }])
  expect(snapshot.notices).toMatchObject([
    { code: 'encoding_found', yaml: expect.stringContaining('encoding: windows-1252') },
  ])
})

test('a letter broken in a UTF-8 file costs its row, not the letters of all others', async () => {
  const lab = await sourceLab()
  const rows = Array.from({ length: 40 }, (_, at) => `${at},Søren\n`).join('')
  await lab.write(
    'people.csv',
    Buffer.concat([Buffer.from(`id,name\n${rows}`), Buffer.from('99,S\xf8ren\n', 'latin1')]),
  )
  const { snapshot } = await lab.refresh()
  expect(snapshot).toMatchObject({ rows: 40, corruptReasons: { bad_encoding: 1 } })
  expect((await lab.rows())[0]).toEqual({ id: '0', name: 'Søren' })
})

test('line breaks, delimiters and quotes inside quotes belong to the value', async () => {
  const lab = await sourceLab()
  const rows = Array.from(
    { length: 30_000 },
    (_, at) => `${at},"line 1\nx,y\n""z"",${'filler '.repeat(at % 40)}\n\n1,2",end\n`,
  )
  await lab.write('people.csv', `id,note,tail\n${rows.join('')}`)
  const { snapshot } = await lab.refresh()
  expect(snapshot).toMatchObject({ rows: 30_000, corrupt: 0 })
})

test('headers may be anything: spaces, quotes, words of SQL, five hundred of them', async () => {
  const lab = await sourceLab()
  const odd = [
    'id',
    ' E-mail  adresse ',
    '"say ""hi"""',
    'select',
    "it's",
    'Ærø 🚲',
    'a.b',
    '"two\nlines"',
    'row',
    'part',
    'c0',
    'file_row_number',
  ]
  const many = Array.from({ length: 500 }, (_, at) => `column ${at}`)
  const names = [...odd, ...many]
  const row = (id: number) => [id, ...names.slice(1).map((_, at) => at)].join(',')
  await lab.write('people.csv', `${names.join(',')}\n${Array.from({ length: 300 }, (_, at) => row(at)).join('\n')}\n`)
  await lab.refresh()
  const [first = {}] = await lab.rows()
  expect(Object.keys(first).slice(0, 12)).toEqual([
    'id',
    'E-mail  adresse',
    'say "hi"',
    'select',
    "it's",
    'Ærø 🚲',
    'a.b',
    'two\nlines',
    'row',
    'part',
    'c0',
    'file_row_number',
  ])
  expect(Object.keys(first)).toHaveLength(512)
  expect(await lab.rows()).toHaveLength(300)
})

test.each([
  ['id,Name,name\n1,a,b\n', /"Name" and "name" \(columns 2 and 3\) differ only in upper and lower case/],
  ['id,name,name\n1,a,b\n', /columns 2 and 3 are both called "name"/],
  ['id,,name\n1,a,b\n', /column 2 has no name/],
  [
    'di,name\n1,a\n',
    /The key of the source people names the column "id".*Did you mean "di"\? They have "di" and "name"/,
  ],
])('a header that cannot be used is refused: %j', async (text, message) => {
  const lab = await sourceLab()
  await lab.write('people.csv', text)
  await expect(lab.refresh()).rejects.toThrow(message)
})

test('a file with only a header, or with nothing at all, is a table without rows', async () => {
  const lab = await sourceLab()
  await lab.write('people.csv', 'id,name')
  expect((await lab.refresh()).snapshot).toMatchObject({ rows: 0, corrupt: 0 })
  expect(await lab.types()).toEqual({ id: 'VARCHAR', name: 'VARCHAR' })
  await lab.write('people.csv', '')
  expect((await lab.refresh()).snapshot).toMatchObject({ rows: 0, notices: [{ code: 'empty_files' }] })
  expect(await lab.rows()).toEqual([])
})

test('parts are one table: by a pattern, a folder or a list, their columns in any order', async () => {
  const lab = await sourceLab()
  await lab.write('parts/2025/a.csv', 'id,name\n1,a\n2,b\n')
  await lab.write('parts/b.csv.gz', gzipSync('name;id\nc;3\nagain;1\n'))
  await lab.write('parts/_SUCCESS', '')
  await lab.write('parts/empty.csv', '')
  const expected = [
    { id: '1', name: 'a' },
    { id: '2', name: 'b' },
    { id: '3', name: 'c' },
  ]
  for (const file of ['parts', 'parts/**/*.csv*', ['parts/2025/a.csv', 'parts/b.csv.gz']]) {
    await lab.refresh({ file, maxCorrupt: 0.5 })
    expect((await lab.rows()).sort((a, b) => Number(a.id) - Number(b.id))).toEqual(expected)
    expect(await lab.corrupt()).toEqual([
      { file: 'parts/b.csv.gz', row: 3, reason: 'duplicate_key', detail: 'the same id as row 2 of parts/2025/a.csv' },
    ])
  }
})

test('a part that lacks a column is named', async () => {
  const lab = await sourceLab()
  await lab.write('p/1.csv', 'id,name,age\n1,a,3\n')
  await lab.write('p/2.csv', 'id,nmae,age\n2,b,4\n')
  await expect(lab.refresh({ file: 'p/*.csv' })).rejects.toThrow(
    'The part p/2.csv of the source people lacks "name" and has "nmae" besides, compared with p/1.csv.',
  )
})

async function toParquet(lab: SourceLab, path: string, query: string): Promise<void> {
  await lab.write(path, '')
  await using session = await lab.app.engine.session()
  await session.run(`copy (${query}) to '${join(lab.folder, path)}' (format parquet)`)
}

test('Parquet keeps its types, with the key and nested values as text, duplicates set aside', async () => {
  const lab = await sourceLab()
  await toParquet(
    lab,
    'p/[1].parquet',
    `select i as id, 'n' || i as "Na me", i / 4.0 as share, date '2026-01-01' as day, {a: i} as nested, [i] as list, true as yes, i::double as half
     from range(4) r(i)`,
  )
  await toParquet(
    lab,
    'p/2.parquet',
    `select 3.0::double as half, true as yes, [1] as list, {a: 1} as nested, date '2026-01-02' as day, 1.5 as share, 'x' as "Na me", 3::bigint as id`,
  )
  await lab.refresh({ file: 'p', maxCorrupt: 0.5, columns: { half: { type: 'text' } } })
  expect(await lab.types()).toMatchObject({
    id: 'VARCHAR',
    day: 'DATE',
    nested: 'VARCHAR',
    list: 'VARCHAR',
    yes: 'BOOLEAN',
    half: 'VARCHAR',
  })
  expect((await lab.rows()).find((row) => row.id === '1')).toMatchObject({
    'Na me': 'n1',
    nested: '{"a":1}',
    list: '[1]',
    half: '1',
  })
  expect(await lab.corrupt()).toEqual([
    { file: 'p/[1].parquet', row: 4, reason: 'duplicate_key', detail: 'the same id as row 1 of p/2.parquet' },
  ])
})

test('Parquet parts of different types, and types that columns cannot have, are named', async () => {
  const lab = await sourceLab()
  await toParquet(lab, 'p/1.parquet', `select 1 as id, 5 as n`)
  await toParquet(lab, 'p/2.parquet', `select 2 as id, 'five' as n`)
  await toParquet(lab, 'people.parquet', `select 1 as id, '\\x00'::blob as picture`)
  await expect(lab.refresh({ file: 'p' })).rejects.toThrow(
    'In the part p/2.parquet of the source people the column "n" has the type VARCHAR; in p/1.parquet it has INTEGER.',
  )
  await expect(lab.refresh({ file: 'people.parquet' })).rejects.toThrow(
    /"picture" of the source people has the type BLOB/,
  )
})

const json = [
  { id: 1, name: 'Åse', amount: 1.5, tags: ['a'], active: true, 'odd/na~me': 'x', at: '2026-01-02T03:04:05Z' },
  { id: '2', amount: 20, extra: { deep: null }, active: null, name: 'two\nlines', code: '007' },
]

test.each([
  ['an array', 'people.json', JSON.stringify(json, null, 2)],
  ['objects one after another', 'people.json', json.map((object) => JSON.stringify(object, null, 1)).join('\n')],
  ['a line each', 'people.ndjson', `${json.map((object) => JSON.stringify(object)).join('\r\n')}\n\n`],
  ['a line each, packed', 'people.jsonl.gz', gzipSync(json.map((object) => JSON.stringify(object)).join('\n'))],
])('JSON keeps the types it has: %s', async (_, file, content) => {
  const lab = await sourceLab()
  await lab.write(file, content)
  await lab.refresh({ file })
  expect(await lab.types()).toEqual({
    id: 'VARCHAR',
    name: 'VARCHAR',
    amount: 'DECIMAL(18,1)',
    tags: 'VARCHAR',
    active: 'BOOLEAN',
    'odd/na~me': 'VARCHAR',
    at: 'TIMESTAMP WITH TIME ZONE',
    extra: 'VARCHAR',
    code: 'VARCHAR',
  })
  expect(await lab.rows()).toMatchObject([
    { id: '1', name: 'Åse', tags: '["a"]', active: true, 'odd/na~me': 'x', extra: null },
    { id: '2', name: 'two\nlines', extra: '{"deep":null}', active: null, code: '007' },
  ])
})

test('a line of NDJSON that is no object is set aside; an array with a mistake fails', async () => {
  const lab = await sourceLab()
  await lab.write('people.ndjson', '{"id":1}\n{"id":2\n[3]\n{"id":4}\n{"id":1}\n')
  await lab.refresh({ file: 'people.ndjson', maxCorrupt: 1 })
  expect(await lab.corrupt()).toEqual([
    { file: 'people.ndjson', row: 2, reason: 'bad_json', detail: 'not valid JSON' },
    { file: 'people.ndjson', row: 3, reason: 'bad_json', detail: 'not an object' },
    { file: 'people.ndjson', row: 5, reason: 'duplicate_key', detail: 'the same id as row 1' },
  ])
  await lab.write('people.json', '[{"id":1}, {"id":2]')
  await expect(lab.refresh({ file: 'people.json' })).rejects.toThrow(/people\.json, which cannot be read: .*JSON/)
})

test('files that are not there or cannot be read are named, and the rows of before stay', async () => {
  const lab = await sourceLab()
  await lab.write('people.csv', 'id\n1\n')
  await lab.refresh()
  const whole = gzipSync(Buffer.from(`id\n${Array.from({ length: 5000 }, (_, at) => at).join('\n')}\n`))
  await lab.write('cut.csv.gz', whole.subarray(0, whole.length / 2))
  await toParquet(lab, 'whole.parquet', 'select i as id from range(100000) r(i)')
  await lab.write('cut.parquet', Buffer.from('PAR1 and then nothing'))
  await lab.write('people.dat', 'id\n1\n')
  await symlink('/root/nowhere', join(lab.folder, 'dangling.csv'))

  await expect(lab.refresh({ file: 'gone.csv' })).rejects.toThrow(/reads .*gone\.csv, and there is no such file/)
  await expect(lab.refresh({ file: 'dangling.csv' })).rejects.toThrow(/there is no such file/)
  await expect(lab.refresh({ file: 'nothing-*.csv' })).rejects.toThrow(/reads nothing-\*\.csv, and no file matches it/)
  await expect(lab.refresh({ file: 'cut.csv.gz' })).rejects.toThrow(
    /cut\.csv\.gz, which cannot be read: unexpected end of file/,
  )
  await expect(lab.refresh({ file: 'cut.parquet' })).rejects.toThrow(/cut\.parquet, which cannot be read: /)
  await expect(lab.refresh({ file: 'people.dat' })).rejects.toThrow(/does not tell its format\. Add "format:"/)
  await expect(lab.refresh({ file: ['people.csv', 'whole.parquet'] })).rejects.toThrow(
    /two formats: people\.csv \(csv\) and whole\.parquet/,
  )
  expect(await lab.rows()).toEqual([{ id: '1' }])
})
