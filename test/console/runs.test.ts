import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { aShop } from '../support/a-shop.ts'
import { browserMissing, closeBrowser, expectAccessible, picture } from '../support/browser-window.ts'
import { signedIn } from '../support/console-lab.ts'
import { people } from '../support/delivery-lab.ts'
import { shopServer } from '../support/shop-server.ts'

afterAll(closeBrowser)

test.skipIf(browserMissing)('an export is run, followed, and everybody of it is looked up', async () => {
  const lab = await shopServer({ people: [...people(12), { id: 'C-bad', email: 'nobody@nowhere' }] })
  const page = await signedIn(lab, 'administrator')
  await page.getByText('Nothing needs you.').waitFor()
  await expectAccessible(page)
  await picture(page, 'home-shop')

  await page.getByRole('link', { name: 'Exports' }).click()
  await run(page, 'news')
  await page.getByRole('link', { name: 'Successful' }).click()
  await page.getByRole('heading', { name: 'Run of news' }).waitFor()
  await page.getByText('From members to delivered').waitFor()
  await page.getByRole('cell', { name: 'person.3@example.com' }).waitFor()
  await page.getByRole('region', { name: 'Tasks' }).getByText('Sending').waitFor()
  await page.getByRole('region', { name: 'Jobs at Constant Contact' }).getByText('Settled').waitFor()
  await expectAccessible(page)
  await picture(page, 'run')
  // Who fell out where leads to those people.
  await page.getByText('Rejected: ').getByRole('button', { name: '1' }).click()
  await page
    .getByRole('cell', { name: 'C-bad' })
    .or(page.getByRole('cell', { name: 'nobody@nowhere' }))
    .first()
    .waitFor()
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
    outcome: 'rejected',
    reason: 'email_malformed',
  })
  await page.goBack()
  await page.getByRole('cell', { name: 'person.3@example.com' }).waitFor()
  await page.getByLabel('Search for a person').fill('person.11')
  await page.getByRole('cell', { name: 'person.3@example.com' }).waitFor({ state: 'detached' })
  await page.getByRole('cell', { name: 'person.11@example.com' }).waitFor()
  expect(lab.members().length).toBe(12)
  const file = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download (CSV)' }).click()
  expect((await file).suggestedFilename()).toMatch(/^news-\w+-members\.csv$/)

  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('dialog').getByText('Nobody is unsubscribed.').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Undo', { exact: true }).first().waitFor()
  await expect.poll(() => lab.members().length, { timeout: 30_000 }).toBe(0)
  await page.goto('/exports')
  await page.getByRole('link', { name: 'news' }).waitFor()
  await page.getByLabel('Search for a name or a connection').fill('nothing like it')
  await page.getByText('No export matches.').waitFor()
  expect(new URL(page.url()).searchParams.get('search')).toBe('nothing like it')
})

test.skipIf(browserMissing)('a run that a guard stopped is decided on, in Danish and in the dark', async () => {
  const shop = aShop()
  const { news } = shop.exports
  if (!news) throw new Error('The shop has no export news.')
  const guarded = { ...shop, exports: { ...shop.exports, news: { ...news, guards: { newContacts: 3 } } } }
  const lab = await shopServer({ shop: guarded, people: people(12) })
  const page = await signedIn(lab, 'administrator', { language: 'da', theme: 'dark', width: 360 })
  await page.goto('/exports')
  await page.getByRole('button', { name: 'Handlinger for news' }).click()
  await page.getByRole('menuitem', { name: 'Kør' }).click()
  await page.getByRole('link', { name: 'Venter på godkendelse' }).click()
  await page.getByRole('button', { name: 'Godkend' }).waitFor()
  await expectAccessible(page)
  await picture(page, 'run-waits-da-dark-narrow')
  await page.getByRole('button', { name: 'Godkend' }).click()
  await page.getByLabel('Hvorfor (gemmes med kørslen)').fill('Aftalt med Grace')
  await expectAccessible(page)
  await picture(page, 'approve-da-dark-narrow')
  await page.getByRole('dialog').getByRole('button', { name: 'Godkend' }).click()
  await page.getByText('Gennemført', { exact: true }).waitFor()
  expect(lab.members().length).toBe(12)
  const runs = await lab.app.db.selectFrom('runs').select('approval').execute()
  expect(runs).toMatchObject([{ approval: { approved: { note: 'Aftalt med Grace', by: 'Somebody, administrator' } } }])
})

async function run(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Run' }).click()
}
