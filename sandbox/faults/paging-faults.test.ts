import { expect, test } from 'vitest'
import { type Answer, aCaller, type Caller, nextOf, recordOf, rowsOf } from '../caller.ts'
import { DEFAULT_LIST_ID } from '../world.ts'

const PEOPLE = Array.from({ length: 10 }, (_, i) => `p${i}@example.com`)

/** A caller whose list of ten is read in pages of three. */
async function aReader(): Promise<Caller & { pages(first?: string): Promise<Answer[]> }> {
  const caller = await aCaller()
  await caller.importCsv(['email', ...PEOPLE].join('\n'))
  const pages = async (first = `/contacts?lists=${DEFAULT_LIST_ID}&limit=3`) => {
    const read: Answer[] = []
    for (let path: string | undefined = first; path !== undefined && read.length < 10; ) {
      const page: Answer = await caller.get(path)
      read.push(page)
      path = nextOf(page)
    }
    return read
  }
  return { ...caller, pages }
}

const peopleOf = (page: Answer) =>
  rowsOf(page, 'contacts').map((contact) => PEOPLE.indexOf(String(recordOf(contact.email_address).address)))

test('a page can come again: its rows twice, and the link to it', async () => {
  const { sandbox, pages } = await aReader()
  sandbox.control.fault({ action: 'repeat-page', nth: 2 })
  const read = await pages()
  expect(read.map(peopleOf)).toEqual([[0, 1, 2], [3, 4, 5], [3, 4, 5], [6, 7, 8], [9]])
  const links = read.map(nextOf)
  expect(links[1]).toBe(links[0])
  expect(new Set(links).size).toBe(4)
})

test('a page can be left out by the link that leads past it', async () => {
  const { sandbox, pages } = await aReader()
  sandbox.control.fault({ action: 'drop-page' })
  expect((await pages()).map(peopleOf)).toEqual([[0, 1, 2], [6, 7, 8], [9]])
})

test('the pages can end though more follows', async () => {
  const { sandbox, pages } = await aReader()
  sandbox.control.fault({ action: 'end-early', nth: 2 })
  expect((await pages()).map(peopleOf)).toEqual([
    [0, 1, 2],
    [3, 4, 5],
  ])
})

test('a page can hold an object for its rows, or a row without its id', async () => {
  const { sandbox, get } = await aReader()
  sandbox.control.fault({ action: 'malformed-page' })
  sandbox.control.fault({ action: 'malformed-row' })
  expect((await get('/contacts?limit=3')).body).toMatchObject({ contacts: { 0: {}, 1: {}, 2: {} } })
  const rows = rowsOf(await get('/contacts?limit=3'), 'contacts')
  expect(rows.map((row) => 'contact_id' in row)).toEqual([true, false, true])
})

test('they strike nothing but pages, of every collection', async () => {
  const { sandbox, get, importCsv } = await aReader()
  const { control } = sandbox
  for (const name of ['Second', 'Third']) control.addList({ name })
  for (const label of ['second', 'third']) control.addCustomField({ label })
  for (const fileName of ['second.csv', 'third.csv']) await importCsv('email\n', { fileName })
  for (const [path, name] of [
    ['/contact_lists', 'lists'],
    ['/contact_custom_fields', 'custom_fields'],
    ['/activities', 'activities'],
  ] as const) {
    const whole = rowsOf(await get(path), name)
    control.fault({ action: 'drop-page' })
    expect((await get(`/contact_lists/${DEFAULT_LIST_ID}`)).status).toBe(200)
    expect((await importCsv('email\n', { listIds: 'malformed' })).status).toBe(400)
    const struck = await get(`${path}?limit=1`)
    expect(rowsOf(await get(nextOf(struck) ?? ''), name)).toEqual([whole[2]])
  }
})
