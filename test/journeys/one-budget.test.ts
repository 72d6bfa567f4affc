import { expect, test } from 'vitest'
import { previewExport } from '../../src/exports/plan/preview-export.ts'
import { aShopThat, writePeople } from '../support/a-shop.ts'
import { deliveryLab, people } from '../support/delivery-lab.ts'
import { fastClock } from '../support/fast-clock.ts'

test('a small run is not starved by a big one that began before it: they take their requests in turn', async () => {
  const shop = aShopThat({})
  const { news } = shop.exports
  if (!news) throw new Error('the shop has no export')
  const lab = await deliveryLab({
    requestsPerSecond: 60,
    definitions: { ...shop, exports: { news, small: { ...news, list: 'Small' } } },
  })
  const { control, run } = lab
  control.addList({ name: 'Small' })
  const listIds = [control.list().listId]
  for (let n = 0; n < 20_000; n += 1) control.addContact({ email: `stranger.${n}@example.com`, listIds })
  await lab.run(people(3), { exportName: 'small' })
  lab.spent()

  const ended: string[] = []
  const big = run(people(5)).then((done) => ended.push(`big ${done.status}`))
  const small = run(undefined, { exportName: 'small' }).then((done) => ended.push(`small ${done.status}`))
  await Promise.all([big, small])

  expect(ended).toEqual(['small Successful', 'big Successful'])
  // The big one read 40 pages of its list, and the small one's dozen requests came in between.
  const pages = control.requests().byRoute['GET /v3/contacts'] ?? 0
  expect(pages).toBeGreaterThan(50)
})

test('exports of one list that are started together queue themselves, and each ends well', async () => {
  const shop = aShopThat({})
  const { news } = shop.exports
  if (!news) throw new Error('the shop has no export')
  const lab = await deliveryLab({ definitions: { ...shop, exports: { news, second: news, third: news } } })
  await lab.run(people(30))
  const names = ['news', 'second', 'third']
  const runs = await Promise.all(names.map((exportName) => lab.run(undefined, { exportName })))
  expect(runs.map(({ status }) => status)).toEqual(['Successful', 'Successful', 'Successful'])
  expect(lab.members()).toHaveLength(30)
})

test('the price that a preview tells is what a run spends, also on waiting for Constant Contact', async () => {
  const movers: ((ms: number) => void)[] = []
  const clock = fastClock((ms) => movers.forEach((move) => void move(ms)))
  const lab = await deliveryLab({ clock })
  movers.push((ms) => lab.control.advance(ms))
  lab.control.setPace({ instant: false, contactsPerSecond: 280 })
  await lab.run(people(1))
  // Five imports of different fields, each of which takes about a minute.
  const many = people(60_000).map(({ id, email, first = '' }, at) => ({
    ...{ id, email },
    ...(at % 4 > 1 && { first }),
    ...(at % 4 < 3 && { last: first }),
  }))
  await writePeople(lab.app, many)
  const asked = { exportName: 'news', showEmails: false, signal: new AbortController().signal }
  const { cost } = await previewExport(lab.needs, lab.definitions(), asked)
  lab.spent()
  expect(await lab.run()).toMatchObject({ status: 'Successful' })
  const spent = Object.entries(lab.spent()).filter(([route]) => route.includes('/v3/'))
  const requests = spent.reduce((sum, [, times]) => sum + times, 0)
  expect(requests).toBeGreaterThan(cost.requests * 0.85)
  expect(requests).toBeLessThan(cost.requests * 1.15)
})
