import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { aShop } from '../support/a-shop.ts'
import { browserMissing, closeBrowser, expectAccessible } from '../support/browser-window.ts'
import { signedIn } from '../support/console-lab.ts'
import { people } from '../support/delivery-lab.ts'
import { shopServer } from '../support/shop-server.ts'

afterAll(closeBrowser)

test.skipIf(browserMissing)('addresses of a source are held back from one export, and from all of them', async () => {
  const shop = aShop()
  const sources = {
    ...shop.sources,
    complaints: { file: 'complaints.csv', key: 'e.mail' },
    staff: { file: 'staff.csv', key: 'address' },
  }
  const lab = await shopServer({ shop: { ...shop, sources }, people: people(4) })
  const folder = dirname(lab.app.config.file)
  await writeFile(join(folder, 'complaints.csv'), 'e.mail\nperson.0@example.com\n')
  await writeFile(join(folder, 'staff.csv'), 'address\nperson.1@example.com\n')
  const asking = await lab.as('administrator')
  const sourceNames = Object.keys(sources)
  const { id } = (await asking.send('POST', '/refreshes', { sources: sourceNames, segments: ['everybody'] })).body
  await expect
    .poll(async () => (await asking.get(`/refreshes/${id}`)).body.status, { timeout: 15_000 })
    .toBe('Successful')

  const page = await signedIn(lab, 'administrator')
  await page.goto('/administrator/privacy')
  await page.getByText('Nobody is held back from every export.').waitFor()
  await page.getByRole('button', { name: 'Change suppression lists' }).click()
  const everywhere = page.getByRole('dialog', { name: 'Suppression lists' })
  const add = everywhere.getByRole('combobox', { name: 'Add a column' })
  // What holds people back is of other sources than the customers' own, of whom everybody would be held back.
  await expect.poll(() => add.getByRole('option').allTextContents()).toContain('staff › address')
  expect((await add.getByRole('option').allTextContents()).filter((name) => name.startsWith('profile'))).toEqual([])
  await add.selectOption('staff › address')
  await expectAccessible(page)
  // What was chosen is not lost by closing.
  await everywhere.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'Stay' }).click()
  await everywhere.getByRole('button', { name: 'Save' }).click()
  await everywhere.waitFor({ state: 'detached' })
  await page.getByText('staff › address').waitFor()

  await page.goto('/exports/news/edit')
  const panel = page.getByRole('dialog', { name: 'Edit news' })
  await panel.getByText('For every export: staff › address.').waitFor()
  await panel.getByRole('combobox', { name: 'Add a column' }).selectOption('complaints › e.mail')
  await panel.getByRole('button', { name: 'Take out complaints › e.mail' }).waitFor()
  await expectAccessible(page)
  await panel.getByRole('button', { name: 'Save' }).click()
  await panel.waitFor({ state: 'detached' })
  expect((await asking.get('/exports/news')).body.definition.suppress).toEqual([['complaints', 'e.mail']])

  const started = await asking.send('POST', '/exports/news/runs')
  expect(await lab.ended(started.body.id)).toMatchObject({ status: 'Successful' })
  expect(lab.members()).toEqual(['person.2@example.com', 'person.3@example.com'])

  await page.goto('/exports/news/edit')
  await panel.getByRole('button', { name: 'Take out complaints › e.mail' }).click()
  await panel.getByRole('button', { name: 'Save' }).click()
  await panel.waitFor({ state: 'detached' })
  expect((await asking.get('/exports/news')).body.definition).not.toHaveProperty('suppress')
  await page.goto('/administrator/privacy?panel=suppression')
  await everywhere.getByRole('button', { name: 'Take out staff › address' }).click()
  await everywhere.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Nobody is held back from every export.').waitFor()
  expect((await asking.get('/environment')).body.definition).not.toHaveProperty('suppress')
})
