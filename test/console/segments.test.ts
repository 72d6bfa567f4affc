import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { aShop } from '../support/a-shop.ts'
import { browserMissing, closeBrowser, expectAccessible, picture } from '../support/browser-window.ts'
import { signedIn } from '../support/console-lab.ts'
import { people } from '../support/delivery-lab.ts'
import { shopServer } from '../support/shop-server.ts'

afterAll(closeBrowser)

const first = (...values: readonly string[]) => ({ rules: [{ where: { column: 'FirstName', in: values } }] })

/** Twelve people, called Ann, Bo and Cy by turns, in segments that overlap. */
async function lab() {
  const twelve = people(12).map((person, at) => ({ ...person, first: ['Ann', 'Bo', 'Cy'][at % 3] ?? '' }))
  const shop = aShop({
    profiles: { from: 'contacts', email: 'EMail', firstName: 'FirstName', lastName: 'LastName' },
    segments: {
      everybody: { displayName: 'Everybody', rules: [{ where: { all: [] } }] },
      ann: { displayName: 'Those called Ann', tags: ['names', 'spring'], ...first('Ann', 'Bo') },
      bo: { displayName: 'Bo and Cy', tags: ['names'], ...first('Bo', 'Cy') },
      nobody: { displayName: 'Nobody at all', ...first('Zoe') },
      old: { displayName: 'Old campaign', state: 'inactive', type: 'static', ...first('Ann') },
    },
  })
  const server = await shopServer({ shop, people: twelve })
  const client = await server.as('contributor')
  const refreshed = async (body: object) => {
    const { id } = (await client.send('POST', '/refreshes', body)).body
    await expect
      .poll(async () => (await client.get(`/refreshes/${id}`)).body.finishedAt, { timeout: 20_000 })
      .toEqual(expect.any(String))
  }
  await refreshed({ sources: ['contacts'], segments: ['everybody', 'ann', 'bo', 'nobody'] })
  // A history, which takes months to come by.
  const day = 86_400_000
  const sizes = [100, 40, 20, 5, 2].map((days, at) => ({
    segment: 'ann',
    version: `older ${days}`,
    members: at + 3,
    refreshed_at: new Date(Date.now() - days * day),
  }))
  await server.app.db.insertInto('segment_sizes').values(sizes).execute()
  return { ...server, client, refreshed }
}

const said = (page: Page, text: string) => page.locator('.fui-ToastTitle', { hasText: text }).first()

/** Of what gets the focus at the foot of the window, what the words of what was done cover. */
async function coveredByWords(page: Page): Promise<string[]> {
  return await page.getByRole('main').evaluate((main) =>
    [...main.querySelectorAll('a, button')].flatMap((each) => {
      const view = main.ownerDocument.defaultView
      view?.scrollBy(0, each.getBoundingClientRect().bottom - view.innerHeight + 40)
      ;(each as typeof main).focus()
      const { left, top, width, height } = each.getBoundingClientRect()
      const over = main.ownerDocument.elementFromPoint(left + width / 2, top + height / 2)
      return over?.closest('.fui-Toast') ? [each.textContent ?? ''] : []
    }),
  )
}

const row = (page: Page, name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name }) })

test.skipIf(browserMissing)(
  'segments are found, changed several at once, copied, and deleted unless something needs them',
  async () => {
    const { app, client, ...server } = await lab()
    const page = await signedIn({ app, ...server }, 'contributor')
    await page.getByRole('link', { name: 'Segments' }).click()
    await row(page, 'Those called Ann').getByText('8', { exact: true }).waitFor()
    await expectAccessible(page)
    await picture(page, 'segments')

    await page.getByRole('button', { name: 'Members', exact: true }).click()
    await page.waitForURL(/sort=members/)
    await page.getByLabel('State', { exact: true }).selectOption('Inactive')
    await row(page, 'Bo and Cy').waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Old campaign' }).waitFor()
    await page.getByLabel('Search for a name or a tag').fill('nothing like it')
    await page.getByText('No segment matches').waitFor()
    await page.getByRole('button', { name: 'Take filters away' }).click()

    await page.getByRole('checkbox', { name: 'Choose Those called Ann' }).check()
    await page.getByRole('checkbox', { name: 'Choose Bo and Cy' }).check()
    await page.getByText('2 chosen').waitFor()
    await picture(page, 'segments-chosen')
    await page.getByRole('button', { name: 'Tags' }).click()
    await page.getByLabel('Add a tag').fill('autumn')
    await page.keyboard.press('Enter')
    await page.getByRole('checkbox', { name: 'spring' }).uncheck()
    await expectAccessible(page)
    await picture(page, 'segments-tags')
    await page.getByRole('button', { name: 'Save' }).click()
    await said(page, 'The tags were changed.').waitFor()
    const tags = async (name: string) => (await client.get(`/segments/${name}`)).body.definition.tags
    expect([await tags('ann'), await tags('bo')]).toEqual([
      ['names', 'autumn'],
      ['names', 'autumn'],
    ])

    await page.getByRole('button', { name: 'Schedule' }).click()
    await page.getByLabel('With the system refresh on days of the week').check()
    await page.getByRole('checkbox', { name: 'Friday' }).check()
    await picture(page, 'segments-schedule')
    await page.getByRole('button', { name: 'Save' }).click()
    await said(page, 'The schedule was changed.').waitFor()
    expect((await client.get('/segments/bo')).body.definition.schedule).toEqual({
      repeat: 'weekly',
      days: ['monday', 'friday'],
    })

    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Deactivate' }).click()
    await said(page, 'Deactivated.').waitFor()
    expect((await client.get('/segments?active=false')).body.items).toHaveLength(3)

    await page.getByRole('button', { name: 'Acts on Everybody' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByText('is needed by: Export news').waitFor()
    await expectAccessible(page)
    await picture(page, 'segments-needed')
    await page.getByRole('button', { name: 'Close' }).click()

    await page.getByRole('button', { name: 'Acts on Nobody at all' }).click()
    await page.getByRole('menuitem', { name: 'Duplicate' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('')
    expect(await page.getByLabel('Name in files and the API').inputValue()).toBe('')
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Zoë & Østen')
    expect(await page.getByLabel('Name in files and the API').inputValue()).toBe('zoe-oesten')
    await page.getByRole('button', { name: 'Duplicate' }).click()
    await page.getByRole('link', { name: 'Zoë & Østen' }).waitFor()

    await page.getByRole('button', { name: 'Acts on Zoë & Østen' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    // Behind the dialog the link is not there either.
    await expect.poll(async () => (await client.get('/segments/zoe-oesten')).status).toBe(404)
    await page.getByRole('link', { name: 'Zoë & Østen' }).waitFor({ state: 'detached' })
  },
)

test.skipIf(browserMissing)(
  'one segment tells its size over time, who is in it and why, its overlap, and its exports',
  async () => {
    const { client, ...server } = await lab()
    const page = await signedIn(server, 'administrator', { theme: 'dark' })
    await page.goto('/segments/ann')
    await page.getByRole('cell', { name: 'person.1@example.com' }).waitFor()
    // Members are told by name, before their keys.
    const [heads, member] = await page.getByRole('table', { name: 'Members' }).getByRole('row').all()
    expect((await heads?.getByRole('columnheader').allTextContents())?.slice(0, 2)).toEqual(['Name', 'ContactId'])
    expect((await member?.getByRole('cell').allTextContents())?.[0]).toBe('Ann')
    await page
      .getByRole('img', { name: /Size over time/ })
      .first()
      .waitFor()
    await expectAccessible(page)
    await picture(page, 'segment')
    await page.getByRole('tab', { name: '6 months' }).click()
    await page.getByRole('tab', { name: 'Table' }).click()
    const sizes = page.getByRole('table', { name: 'Size over time' }).getByRole('row')
    await expect.poll(() => sizes.count()).toBe(7)
    await page.getByRole('tab', { name: '7 days' }).click()
    await expect.poll(() => sizes.count()).toBe(4)
    expect(new URL(page.url()).searchParams.get('days')).toBe('7')

    await page.getByRole('tab', { name: 'Rules' }).click()
    await page.getByText('Start with customers where FirstName is any of Ann, Bo').waitFor()
    await page.getByRole('table', { name: 'How it comes to its members' }).getByText('All customers').waitFor()
    await expectAccessible(page)
    await picture(page, 'segment-rules')

    await page.getByRole('tab', { name: 'Overlap' }).click()
    await page.getByLabel('Compare with').selectOption('Bo and Cy')
    await page.getByRole('img', { name: 'Overlap with other segments' }).waitFor()
    await expectAccessible(page)
    await picture(page, 'segment-overlap')
    await page.getByLabel('And with').selectOption('Everybody')
    await page.getByRole('row', { name: 'In “Those called Ann”, “Bo and Cy”, and “Everybody” 4 33.3%' }).waitFor()
    await picture(page, 'segment-overlap-three')
    expect(new URL(page.url()).searchParams.get('with')).toBe('bo,everybody')

    await page.getByRole('tab', { name: 'Exports' }).click()
    await page.getByRole('button', { name: 'Add segment to news' }).click()
    await said(page, 'Added. Nothing was sent').waitFor()
    expect(await coveredByWords(page)).toEqual([])
    expect((await client.get('/exports/news')).body.definition.segments).toEqual(['everybody', 'ann'])
    await picture(page, 'segment-exports')
    await page.getByRole('button', { name: 'Take the segment out of news' }).click()
    await page.getByRole('button', { name: 'Add segment to news' }).waitFor()
    expect((await client.get('/exports/news')).body.definition.segments).toEqual(['everybody'])
  },
)
