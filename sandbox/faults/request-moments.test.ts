import { expect, test } from 'vitest'
import { aCaller, recordOf, rowsOf } from '../caller.ts'
import { DEFAULT_LIST_ID } from '../world.ts'

test('something can be done right before a request is handled, once', async () => {
  const { sandbox, get } = await aCaller()
  const { control } = sandbox
  control.addContact({ email: 'ada@example.com' })
  const left = control.whenRequest({ method: 'get', path: '/v3/contacts', nth: 2 }, () =>
    control.unsubscribe('ada@example.com'),
  )
  const permissions = async () =>
    rowsOf(await get('/contacts'), 'contacts').map((row) => recordOf(row.email_address).permission_to_send)
  expect(await permissions()).toEqual(['implicit'])
  expect(left.done).toBe(false)
  expect(await permissions()).toEqual(['unsubscribed'])
  expect(left.done).toBe(true)
  control.addContact({ email: 'ada@example.com' })
  expect(await permissions()).toEqual(['implicit'])
})

test('something can be done between the work and its answer, and is waited for', async () => {
  const { sandbox, importCsv } = await aCaller()
  const { control } = sandbox
  const seen: unknown[] = []
  control.afterRequest({ path: /file_import$/ }, async (request) => {
    seen.push(request, control.list().memberCount)
    await new Promise((resolve) => setImmediate(resolve))
    control.deleteList()
  })
  expect((await importCsv('email\na@example.com\n')).status).toBe(201)
  expect(seen).toEqual([{ method: 'POST', path: '/v3/activities/contacts_file_import' }, 1])
  expect(control.list()).toMatchObject({ deleted: true, memberCount: 0 })
})

test('a request that a fault keeps from the work is no moment, one whose answer it takes is', async () => {
  const { sandbox, get } = await aCaller()
  const { control } = sandbox
  const before = control.whenRequest({ path: '/contact_lists' }, () => control.renameList(DEFAULT_LIST_ID, 'Before'))
  const after = control.afterRequest({ path: '/contact_lists' }, () => control.renameList(DEFAULT_LIST_ID, 'After'))
  control.fault({ action: 'throttled' })
  control.fault({ action: 'drop-before' })
  control.fault({ action: 'drop-after' })
  expect((await get('/contact_lists')).status).toBe(429)
  await expect(get('/contact_lists')).rejects.toThrow()
  expect([before.done, after.done]).toEqual([false, false])
  await expect(get('/contact_lists')).rejects.toThrow()
  expect([before.done, after.done]).toEqual([true, true])
  expect(control.list().name).toBe('After')
})

test('an act that fails is told as a 500, and not as done', async () => {
  const { sandbox, get } = await aCaller()
  const { control } = sandbox
  for (const wait of [control.whenRequest, control.afterRequest]) {
    const failed = wait({}, () => control.deleteContact('nobody@example.com'))
    expect(await get('/contact_lists')).toMatchObject({
      status: 500,
      body: [{ error_message: 'The sandbox has no contact "nobody@example.com".' }],
    })
    expect(failed.done).toBe(false)
  }
})
