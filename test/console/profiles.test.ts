import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { systemActor } from '../../src/access/person.ts'
import { queueRun } from '../../src/runs/queue-run.ts'
import { aShop } from '../support/a-shop.ts'
import { browserMissing, closeBrowser, expectAccessible, picture } from '../support/browser-window.ts'
import { signedIn } from '../support/console-lab.ts'
import { people } from '../support/delivery-lab.ts'
import { shopServer } from '../support/shop-server.ts'

afterAll(closeBrowser)

const mapped = { from: 'contacts', email: 'EMail', firstName: 'FirstName', lastName: 'LastName' }

/** A shop that has delivered to many people. */
async function lab(count: number) {
  const made = await shopServer({ shop: aShop({ profiles: mapped }), people: people(count) })
  await made.ended((await queueRun(made.app, { exportName: 'news', trigger: 'API', actor: systemActor })).id)
  return made
}

test.skipIf(browserMissing)('somebody is found among many, looked at, exported and erased', async () => {
  const made = await lab(450)
  const page = await signedIn(made, 'administrator')
  await page.getByRole('link', { name: 'Profiles' }).click()
  await page.getByText('450 profiles').waitFor()
  await expectAccessible(page)
  await picture(page, 'profiles')
  // Only those in sight are in the page; scrolling asks for more.
  const table = page.getByRole('region', { name: 'Profiles' })
  expect(await table.getByRole('row').count()).toBeLessThan(60)
  await expect
    .poll(async () => {
      await table.evaluate((element) => element.scrollTo(0, element.scrollHeight))
      return await page.getByRole('cell', { name: 'C-99', exact: true }).count()
    })
    .toBe(1)

  await page.getByLabel('Search for a name').fill('person.123@')
  await page.getByText('One profile').waitFor()
  // The words are where no server sees them.
  await expect.poll(() => new URL(page.url()).hash).toBe('#person.123@')
  await page.getByRole('cell', { name: 'C-123', exact: true }).waitFor()
  await page.getByRole('row').filter({ hasText: 'C-123' }).getByRole('link').click()
  await page.getByRole('heading', { name: 'Delivered to' }).waitFor()
  await page.getByRole('cell', { name: 'Newsletter' }).waitFor()
  await page.getByRole('region', { name: 'Segments' }).getByRole('link', { name: 'everybody' }).waitFor()
  await expectAccessible(page)
  await picture(page, 'profile')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export everything (JSON)' }).click(),
  ])
  const held = JSON.parse(await readFile(await download.path(), 'utf8'))
  expect(held).toMatchObject({ keys: ['C-123'], emails: ['person.123@example.com'] })

  await page.getByRole('button', { name: 'Erase' }).click()
  await page.getByText('At Constant Contact the contact stays.').waitFor()
  await page.getByLabel('Reason').fill('asked by letter')
  await expectAccessible(page)
  await picture(page, 'profile-erase')
  await page.getByRole('button', { name: 'Erase for good' }).click()
  await page.getByRole('heading', { name: 'Certificate' }).waitFor()
  await page.getByText('Taken off the lists').waitFor()
  await expectAccessible(page)
  await picture(page, 'privacy-certificate')
  expect(made.members()).not.toContain('person.123@example.com')
  expect(made.members()).toHaveLength(449)
  await page.getByRole('button', { name: 'Lift' }).click()
  await page.getByRole('dialog').last().getByLabel('Reason').fill('a customer again')
  await page.getByRole('dialog').last().getByRole('button', { name: 'Lift' }).click()
  await page.getByText(/^Lifted by .*a customer again/).waitFor()
  expect(await made.app.db.selectFrom('erasures').select(['state', 'reason', 'lift_reason']).execute()).toEqual([
    { state: 'lifted', reason: 'asked by letter', lift_reason: 'a customer again' },
  ])
})

test.skipIf(browserMissing)(
  'a hundred thousand people are scrolled through by wheel and keys, a few rows at a time',
  async () => {
    const count = 100_000
    const made = await shopServer({ shop: aShop({ profiles: mapped }), people: people(count) })
    await (await made.as('contributor')).send('POST', '/refreshes', { sources: ['contacts'] })
    const page = await signedIn(made, 'contributor')
    let asked = 0
    page.on('request', (request) => {
      asked += Number(request.url().endsWith('/profiles/search'))
    })
    await expect
      .poll(async () => {
        await page.goto('/data/profiles')
        return await page.getByText('100,000 profiles').count()
      })
      .toBe(1)
    const list = page.getByRole('region', { name: 'Profiles' })
    const cell = (key: string) => list.getByRole('cell', { name: key, exact: true })
    await cell('C-0').waitFor()
    const heap = await heapOf(page)
    const before = await heap()

    // As texts are sorted, so are keys.
    const keys = people(count)
      .map(({ id }) => id)
      .sort()
    const last = keys.at(-1) ?? ''
    await list.focus()
    await page.keyboard.press('End')
    await cell(last).waitFor()
    expect(await list.getByRole('row').last().getAttribute('aria-rowindex')).toBe(String(count + 1))
    await page.keyboard.press('Home')
    await cell('C-0').waitFor()
    await page.keyboard.press('PageDown')
    await expect.poll(() => list.evaluate((element) => element.scrollTop)).toBeGreaterThan(300)
    await list.hover()
    // What is scrolled past is not asked for, and what is in sight is, wherever one stops.
    for (let turn = 0; turn < 40; turn += 1) await page.mouse.wheel(0, 100_000)
    await expect.poll(() => list.evaluate((element) => element.scrollTop)).toBeGreaterThan(3_900_000)
    await expect.poll(() => list.locator('[aria-busy]').count()).toBe(0)
    for (const row of await list.locator('[data-index]').all()) {
      expect(await row.getByRole('cell').nth(2).textContent()).toBe(keys[Number(await row.getAttribute('data-index'))])
    }
    expect(await list.getByRole('row').count()).toBeLessThan(60)
    expect(asked).toBeLessThan(100)
    expect((await heap()) - before).toBeLessThan(40_000_000)
  },
)

/** Asks how many bytes the page holds, once what nobody holds any more is gone. */
async function heapOf(page: Page): Promise<() => Promise<number>> {
  const browser = await page.context().newCDPSession(page)
  return async () => {
    await browser.send('HeapProfiler.collectGarbage')
    return (await browser.send('Runtime.getHeapUsage')).usedSize
  }
}

test.skipIf(browserMissing)(
  'viewers see addresses masked and change nothing; contributors say who the customers are',
  async () => {
    const made = await lab(3)
    const viewer = await signedIn(made, 'viewer')
    await viewer.goto('/data/profiles#person.1@')
    await viewer.getByText('Nobody matches.').waitFor()
    await viewer.getByLabel('Search for a name').fill('')
    await viewer.getByText('3 profiles').waitFor()
    expect(await viewer.textContent('body')).not.toContain('person.1@')
    expect(await viewer.getByRole('button', { name: 'Who the customers are' }).count()).toBe(0)
    await viewer.goto('/data/profiles/C-1')
    await viewer.getByRole('heading', { name: 'Fields' }).waitFor()
    expect(await viewer.getByRole('button', { name: 'Erase' }).count()).toBe(0)
    expect(await viewer.textContent('body')).not.toContain('person.1@')
    await viewer.goto('/administrator/privacy')
    await viewer.getByRole('heading', { name: 'Privacy' }).waitFor()
    expect(await viewer.getByRole('button', { name: 'Erase a person' }).count()).toBe(0)

    const page = await signedIn(made, 'contributor')
    await page.goto('/data/profiles?setUp=true')
    await page.getByLabel('Column with the last name').selectOption('')
    await expectAccessible(page)
    await picture(page, 'profiles-set-up')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved. Segments and exports use it').first().waitFor()
    const { lastName: _, ...kept } = mapped
    expect((await (await made.as('viewer')).get('/profiles')).body.definition).toEqual(kept)
  },
)
