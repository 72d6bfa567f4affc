import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { aShop } from '../support/a-shop.ts'
import { browserMissing, closeBrowser, expectAccessible, picture } from '../support/browser-window.ts'
import { signedIn } from '../support/console-lab.ts'
import { people } from '../support/delivery-lab.ts'
import { shopServer } from '../support/shop-server.ts'

afterAll(closeBrowser)

const definitions = {
  sources: {
    ...aShop().sources,
    orders: { file: 'orders.csv', key: 'No' },
    lines: { file: 'lines.csv', key: 'Line' },
  },
  relationships: { 'order-of-line': { from: 'lines.Order', to: 'orders.No' } },
}

/** A shop whose three tables were read. */
async function lab() {
  const made = await shopServer({ shop: aShop(definitions), people: people(3) })
  const folder = dirname(made.app.config.file)
  await writeFile(join(folder, 'orders.csv'), 'No,ContactId,Total\n1,C-0,12\n2,C-1,about 9\n')
  await writeFile(join(folder, 'lines.csv'), 'Line,Order,What\na,1,tea\nb,2,coffee\n')
  const contributor = await made.as('contributor')
  await contributor.send('POST', '/refreshes', { sources: ['contacts', 'orders', 'lines'] })
  const status = async (name: string) => (await contributor.get(`/sources/${name}`)).body.state.status
  for (const name of ['contacts', 'orders', 'lines']) {
    await expect.poll(() => status(name), { timeout: 30_000 }).toBe('Successful')
  }
  return { ...made, contributor }
}

test.skipIf(browserMissing)('tables are looked at, and related, by two people at once', async () => {
  const { contributor, ...made } = await lab()
  const page = await signedIn(made, 'contributor')
  await page.getByRole('link', { name: 'Tables' }).click()
  await page.getByRole('link', { name: 'Customer' }).waitFor()
  await expectAccessible(page)
  await picture(page, 'tables')
  await page.getByRole('link', { name: 'orders' }).first().click()
  await page.getByRole('cell', { name: 'about 9' }).waitFor()
  await page.getByRole('cell', { name: 'Key · Relationship order-of-line' }).waitFor()
  await expectAccessible(page)
  await picture(page, 'table')
  await page.getByRole('button', { name: 'Change types' }).click()
  await page.getByLabel('Type of Total').selectOption('number')
  await page.getByText('One row does not fit and would be left out: about 9').waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()

  await page.getByRole('link', { name: 'Tables' }).click()
  await page.getByRole('tab', { name: 'Relationships' }).click()
  await page.getByRole('img', { name: 'Tables and their relationships' }).waitFor()
  await page.getByRole('button', { name: 'Add relationship' }).click()
  await page.getByLabel('Table with many rows').selectOption('orders')
  await page.getByLabel('Its column').selectOption('ContactId')
  await page.getByLabel('Table that they belong to').selectOption('profile')
  await expectAccessible(page)
  await picture(page, 'relationship-add')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('cell', { name: 'orders-profile', exact: true }).waitFor()
  expect((await contributor.get('/relationships/orders-profile')).body.definition).toEqual({
    from: 'orders.ContactId',
    to: 'profile.ContactId',
  })
  await expectAccessible(page)
  await picture(page, 'relationships')

  await page.getByRole('button', { name: 'Edit orders-profile' }).click()
  await page.getByLabel('Its column').selectOption('Total')
  const seen = await contributor.get('/relationships/orders-profile')
  const theirs = { from: 'orders.No', to: 'profile.ContactId' }
  await contributor.send('PUT', '/relationships/orders-profile', theirs, {
    'if-match': seen.headers.get('etag') ?? '',
  })
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('from: orders.No').waitFor()
  await page.getByText('from: orders.Total').waitFor()
  await page.getByRole('button', { name: 'Take theirs' }).click()
  await expect.poll(() => page.getByLabel('Its column').inputValue()).toBe('No')
  await page.getByLabel('Its column').selectOption('ContactId')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect
    .poll(async () => (await contributor.get('/relationships/orders-profile')).body.definition.from)
    .toBe('orders.ContactId')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  await page.getByRole('button', { name: 'Remove orders-profile' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  // Behind the dialog the cell is not there either.
  await expect.poll(async () => (await contributor.get('/relationships/orders-profile')).status).toBe(404)
  await page.getByRole('cell', { name: 'orders-profile', exact: true }).waitFor({ state: 'detached' })
})

test.skipIf(browserMissing)('a viewer looks at relationships in Danish, in the dark, on a telephone', async () => {
  const made = await lab()
  const page = await signedIn(made, 'viewer', { language: 'da', theme: 'dark', width: 360 })
  await page.goto('/data/tables?tab=relationships')
  await page.getByRole('cell', { name: 'order-of-line' }).waitFor()
  await expectAccessible(page)
  await picture(page, 'relationships-da-dark-narrow')
  expect(await page.getByRole('button', { name: /relation|Fjern|Rediger/ }).count()).toBe(0)
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  await page.goto('/data/tables/profile')
  await page.getByRole('heading', { name: 'Eksempler på rækker' }).waitFor()
  await page.getByRole('cell', { name: 'p…0@example.com' }).waitFor()
  await expectAccessible(page)
  await picture(page, 'table-da-dark-narrow')
})
