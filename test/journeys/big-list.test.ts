import { expect, test } from 'vitest'
import { aShopThat } from '../support/a-shop.ts'
import { deliveryLab, outcomesOf, people } from '../support/delivery-lab.ts'

/** More than are read page by page when the count rings: 40 pages of 500. */
const strangers = 20_500

async function bigList() {
  const lab = await deliveryLab({ definitions: aShopThat({ leavers: 'remove' }) })
  const { control } = lab
  const listIds = [control.list().listId]
  for (let n = 0; n < strangers; n += 1) control.addContact({ email: `stranger.${n}@example.com`, listIds })
  await lab.run(people(100))
  lab.spent()
  return { ...lab, listIds }
}

function sum(byRoute: Record<string, number>): number {
  return Object.entries(byRoute).reduce((all, [route, count]) => all + (route.includes('/v3/') ? count : 0), 0)
}

test('an hourly run to which nothing happens costs a dozen requests, however big the list', async () => {
  const { run, spent } = await bigList()
  expect(await run()).toMatchObject({ status: 'Successful' })
  expect(sum(spent())).toBeLessThan(13)
})

test('somebody who leaves a big list by their own hand is found for the price of a contact export', async () => {
  const { run, spent, control, members } = await bigList()
  control.leaveList('person.7@example.com')
  const found = await run([...people(100).slice(0, 99), { id: 'C-7', email: 'person.7@example.com', first: 'Other' }])
  const byRoute = spent()
  expect(byRoute['POST /v3/activities/contact_exports']).toBe(1)
  expect(sum(byRoute)).toBeLessThan(25)
  expect(outcomesOf(found)).toMatchObject({ held_back: { left_list: 1 } })
  expect(members()).not.toContain('person.7@example.com')
  expect(members()).toHaveLength(strangers + 98)
})

test('with a day that does not allow a whole reading, nothing is sent', async () => {
  const lab = await deliveryLab({ requestsPerDay: 60 })
  const listIds = [lab.control.list().listId]
  for (let n = 0; n < strangers; n += 1) lab.control.addContact({ email: `stranger.${n}@example.com`, listIds })
  lab.control.activityFault({ kind: 'export', action: 'failed' })
  const run = await lab.run(people(3))
  expect(run).toMatchObject({ status: 'Queued', reason: 'list_unread', finished_at: null })
  expect(run.message).toMatch(/41 requests, and \d+ are left today.*00:00 UTC/)
  expect(lab.control.imports()).toEqual([])
})
