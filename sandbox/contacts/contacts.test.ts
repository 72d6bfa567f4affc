import { expect, test } from 'vitest'
import { type Answer, aCaller, type Caller, nextOf, recordOf, rowsOf } from '../caller.ts'
import { DEFAULT_LIST_ID } from '../world.ts'

const addresses = (answer: Answer) =>
  rowsOf(answer, 'contacts').map((contact) => String(recordOf(contact.email_address).address))

async function readAll(caller: Caller, first: string): Promise<string[]> {
  const found: string[] = []
  for (let path: string | undefined = first; path !== undefined; ) {
    const page: Answer = await caller.get(path)
    found.push(...addresses(page))
    path = nextOf(page)
  }
  return found
}

test('every object of an answer has a field that nobody has heard of, unless told', async () => {
  const { sandbox, get } = await aCaller()
  sandbox.control.addContact({ email: 'ada@example.com', listIds: [sandbox.control.list().listId] })
  const unheard = { sandbox_unheard_of: expect.anything() }
  const answer = await get('/contacts?limit=1&include=list_memberships')
  expect(answer.body).toMatchObject({ ...unheard, contacts: [{ ...unheard, email_address: unheard }] })
  sandbox.control.setUnknown('extraFields', false)
  expect(JSON.stringify((await get('/contacts')).body)).not.toContain('unheard')
})

test('a list is paged through by links that need nothing else', async () => {
  const caller = await aCaller()
  const people = Array.from({ length: 1_203 }, (_, i) => `p${i}@example.com`)
  await caller.importCsv(['email', ...people].join('\n'))
  const found = await readAll(caller, `/contacts?lists=${DEFAULT_LIST_ID}&limit=500`)
  expect(found.toSorted()).toEqual(people.toSorted())
  expect((await caller.get('/contacts?limit=501')).status).toBe(400)
  expect((await caller.get('/contacts?limit=1&include_count=true')).body).toMatchObject({ contacts_count: 1_203 })
})

test('the deleted show only when asked for, the unsubscribed always', async () => {
  const caller = await aCaller()
  const { control } = caller.sandbox
  for (const name of ['here', 'left', 'gone'])
    control.addContact({ email: `${name}@example.com`, listIds: [DEFAULT_LIST_ID] })
  control.unsubscribe('left@example.com')
  control.deleteContact('gone@example.com')
  expect(await readAll(caller, '/contacts')).toEqual(['here@example.com', 'left@example.com'])
  expect(await readAll(caller, '/contacts?status=deleted,unsubscribed')).toEqual([
    'left@example.com',
    'gone@example.com',
  ])
  expect(await readAll(caller, '/contacts?status=active')).toEqual(['here@example.com'])
  expect(await readAll(caller, '/contacts?status=all')).toHaveLength(3)
  expect(await readAll(caller, '/contacts?email=GONE%40example.com')).toEqual([])
  expect(await readAll(caller, '/contacts?email=GONE%40example.com&status=all')).toEqual(['gone@example.com'])
  expect(rowsOf(await caller.get('/contacts?status=deleted'), 'contacts')).toMatchObject([
    { deleted_at: expect.any(String) },
  ])
  expect(rowsOf(await caller.get('/contacts?status=unsubscribed'), 'contacts')).toMatchObject([
    {
      email_address: {
        permission_to_send: 'unsubscribed',
        opt_out_source: 'Contact',
        opt_out_date: expect.any(String),
      },
    },
  ])
})

test('changes since a time are found by optout_after and updated_after', async () => {
  const caller = await aCaller()
  const { control } = caller.sandbox
  for (const name of ['a', 'b', 'c', 'd']) control.addContact({ email: `${name}@example.com` })
  control.unsubscribe('a@example.com')
  control.deleteContact('b@example.com')
  control.advance(60_000)
  const since = new Date(control.now()).toISOString()
  control.advance(60_000)
  control.unsubscribe('c@example.com')
  control.deleteContact('d@example.com')
  expect(await readAll(caller, `/contacts?status=unsubscribed&optout_after=${since}`)).toEqual(['c@example.com'])
  expect(await readAll(caller, `/contacts?status=deleted&updated_after=${since}`)).toEqual(['d@example.com'])
  expect((await caller.get('/contacts?updated_after=yesterday')).status).toBe(400)
})

test('lists: paged, by name, made once, counted when asked, shown as deleted', async () => {
  const caller = await aCaller()
  const made = await caller.post('/contact_lists', { name: 'Spring' })
  expect(made.status).toBe(201)
  expect(await caller.post('/contact_lists', { name: 'Spring' })).toMatchObject({
    status: 409,
    body: [{ error_key: 'contacts.api.conflict' }],
  })
  const page = await caller.get('/contact_lists?limit=1&include_count=true&include_membership_count=all')
  expect(page.body).toMatchObject({ lists: [{ name: 'Newsletter', membership_count: 0 }], lists_count: 2 })
  expect(rowsOf(await caller.get(nextOf(page) ?? ''), 'lists')).toMatchObject([{ name: 'Spring' }])
  expect(rowsOf(await caller.get('/contact_lists?name=Spring'), 'lists')).toHaveLength(1)

  const id = String(recordOf(made.body).list_id)
  expect((await caller.remove(`/contact_lists/${id}`)).status).toBe(202)
  expect((await caller.get(`/contact_lists/${id}`)).body).toMatchObject({ deleted_at: expect.any(String) })
  expect(rowsOf(await caller.get('/contact_lists'), 'lists')).toHaveLength(1)
  expect((await caller.get('/contact_lists/11111111-56dd-11e9-932a-fa163ea075fa')).status).toBe(404)
  expect((await caller.get('/contact_lists/nonsense')).status).toBe(400)
})

test('members are taken off by contact id, and only from the lists named', async () => {
  const caller = await aCaller()
  const { control } = caller.sandbox
  await caller.importCsv('email\na@example.com\nb@example.com\n')
  const id = control.contact('a@example.com')?.contactId ?? ''
  const answer = await caller.post('/activities/remove_list_memberships', {
    source: { contact_ids: [id] },
    list_ids: [DEFAULT_LIST_ID],
  })
  expect(answer.status).toBe(201)
  expect(await caller.activityOf(answer)).toMatchObject({
    state: 'completed',
    status: { items_total_count: 1, items_completed_count: 1, list_count: 1 },
  })
  expect(control.list().members?.map((member) => member.email)).toEqual(['b@example.com'])
  expect(control.contact('a@example.com')?.deleted).toBe(false)
  const tooMany = { source: { contact_ids: Array.from({ length: 501 }, () => id) }, list_ids: [DEFAULT_LIST_ID] }
  expect((await caller.post('/activities/remove_list_memberships', tooMany)).status).toBe(400)
})

test('an export holds e-mails and no ids, where the finished activity says', async () => {
  const caller = await aCaller()
  await caller.importCsv('email,first_name\na@example.com,"A, B"\n')
  const activity = await caller.activityOf(
    await caller.post('/activities/contact_exports', { list_ids: [DEFAULT_LIST_ID] }),
  )
  const href = String(recordOf(recordOf(activity._links).results).href)
  expect((await caller.get(href)).body).toMatch(/^Email address,.*\na@example\.com,"A, B",/)
})

test('the count of contacts and the unsubscribed in an export are unknowns', async () => {
  const caller = await aCaller()
  const { control } = caller.sandbox
  await caller.importCsv('email\na@example.com\nb@example.com\n')
  control.unsubscribe('b@example.com')
  const count = async () => recordOf((await caller.get('/contacts?include_count=true')).body).contacts_count
  const exported = async (status?: string) => {
    const asked = { list_ids: [DEFAULT_LIST_ID], ...(status && { status }) }
    const activity = await caller.activityOf(await caller.post('/activities/contact_exports', asked))
    const file = (await caller.get(String(recordOf(recordOf(activity._links).results).href))).body
    return String(file).match(/[ab](?=@)/g)
  }
  expect(await count()).toBe(2)
  expect(await exported()).toEqual(['a', 'b'])
  control.setUnknowns({ contactsCount: 'absent', exportsUnsubscribed: false })
  expect(await count()).toBeUndefined()
  expect(await exported()).toEqual(['a'])
  expect(await exported('unsubscribed')).toEqual(['b'])
})

test('the owner can put contacts on a list and take them off, which is no opt-out', async () => {
  const caller = await aCaller()
  const { control } = caller.sandbox
  for (const name of ['a', 'b', 'c']) control.addContact({ email: `${name}@example.com`, listIds: [DEFAULT_LIST_ID] })
  const members = () => control.list().members?.map((member) => member.email)
  control.removeFromList('a@example.com')
  control.leaveList('b@example.com')
  control.deleteContact('c@example.com')
  expect(members()).toEqual([])
  expect(control.contact('a@example.com')).toMatchObject({ lists: [], optedOutOf: [], permission: 'implicit' })
  expect(control.contact('b@example.com')).toMatchObject({ lists: [], optedOutOf: [DEFAULT_LIST_ID] })
  for (const name of ['a', 'b', 'c']) control.addToList(`${name}@example.com`)
  expect(members()).toEqual(['a@example.com', 'b@example.com', 'c@example.com'])
  expect(control.contact('c@example.com')).toMatchObject({ deleted: false })
  expect(() => control.addToList('nobody@example.com')).toThrow('no contact')

  const other = control.addList({ name: 'Other' })
  control.addToList('a@example.com', other)
  control.removeFromList('a@example.com', other)
  expect(control.contact('a@example.com')?.lists).toEqual([DEFAULT_LIST_ID])
})

test('custom fields: the name is the label with underscores, and follows it', async () => {
  const caller = await aCaller()
  const made = await caller.post('/contact_custom_fields', { label: 'Shoe size', type: 'string' })
  expect(made).toMatchObject({ status: 201, body: { name: 'Shoe_size' } })
  expect((await caller.post('/contact_custom_fields', { label: 'Shoe size', type: 'string' })).status).toBe(409)
  caller.sandbox.control.renameCustomField('Shoe_size', 'Size')
  expect(rowsOf(await caller.get('/contact_custom_fields'), 'custom_fields')).toMatchObject([
    { name: 'loyalty_tier' },
    { name: 'Size' },
  ])
})
