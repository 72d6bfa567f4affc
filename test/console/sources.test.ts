import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { browserMissing, closeBrowser, expectAccessible, picture } from '../support/browser-window.ts'
import { signedIn } from '../support/console-lab.ts'
import { people } from '../support/delivery-lab.ts'
import { serverLab } from '../support/server-lab.ts'
import { shopServer } from '../support/shop-server.ts'

afterAll(closeBrowser)

const orders =
  'OrderNo,ContactId,Total,Bought\n1,C-0,12.50,2026-01-31\n2,C-1,99,2026-02-01\n2,C-2,7,2026-02-02\n3,C-3,many,2026-02-03\n'
const mended = orders.replace('\n2,C-2', '\n4,C-2')

/** Sends a file by the button that says so. */
async function pick(page: Page, words: string, name: string, content: string): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: words }).click(),
  ])
  await chooser.setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) })
}

test.skipIf(browserMissing)('a file is sent, declared, read, mended and removed', async () => {
  const lab = await shopServer({ people: people(12) })
  const page = await signedIn(lab, 'contributor')
  await page.getByRole('link', { name: 'Data sources' }).click()
  await page.getByRole('link', { name: 'contacts' }).waitFor()
  await expectAccessible(page)
  await picture(page, 'sources')

  await page.getByRole('button', { name: 'Add data source' }).click()
  await expectAccessible(page)
  await picture(page, 'source-add')
  await pick(page, 'Choose a file', 'Ordrer 2026.csv', orders)
  await page.getByText('4 rows, 4 columns').waitFor()
  expect(await page.getByLabel('Name', { exact: false }).first().inputValue()).toBe('ordrer-2026')
  await page.getByLabel('Key').selectOption('OrderNo')
  await page.getByText('One row would be left out').waitFor()
  await page.getByLabel('Type of Total').selectOption('number')
  await page.getByText('One row does not fit and would be left out: many').waitFor()
  // Two of four rows are more than a refresh allows.
  await page.getByText('More than 5% of the rows would be left out').waitFor()
  await expectAccessible(page)
  await picture(page, 'source-declare')
  await page.getByLabel('Type of Total').selectOption('')
  await page.getByRole('button', { name: 'Save and read it' }).click()
  await page.getByText('ordrer-2026 is saved and is being read.').first().waitFor()
  await page.getByRole('heading', { name: 'Data source: ordrer-2026' }).waitFor()
  // One row in four is too many, which is told with the way to look at it.
  await page.getByText('The last refresh failed').waitFor()
  await page.getByRole('tab', { name: 'Corrupt rows' }).click()
  await page.getByRole('cell', { name: 'Another row has this key' }).waitFor()
  expect(new URL(page.url()).searchParams.get('tab')).toBe('corrupt')
  await expectAccessible(page)
  await picture(page, 'source-corrupt')

  await pick(page, 'Replace the file', 'mended.csv', mended)
  await page.getByText('Successful', { exact: true }).waitFor()
  await page.getByRole('tab', { name: 'Columns' }).click()
  await page.getByRole('cell', { name: '31 Jan 2026 – 3 Feb 2026' }).waitFor()
  await expectAccessible(page)
  await picture(page, 'source')
  await page.getByRole('tab', { name: 'Refreshes' }).click()
  await page.getByRole('cell', { name: 'Successful' }).waitFor()
})

test.skipIf(browserMissing)('a file that is read wrongly is read otherwise', async () => {
  const lab = await shopServer({ people: people(2) })
  const page = await signedIn(lab, 'contributor')
  await page.goto('/data/sources')
  await page.getByRole('button', { name: 'Add data source' }).click()
  // Either parts each of its lines in two.
  await pick(page, 'Choose a file', 'people.csv', 'No;Name,Title\n1;Ann,Dr.\n2;Bo,Mr.\n')
  await expect.poll(() => page.getByLabel('Key').inputValue()).toBe('No;Name')
  await page.getByRole('button', { name: 'Is the file read wrongly?' }).click()
  await page.getByLabel('Between values stands').selectOption('a semicolon')
  await page.getByLabel('Type of Name,Title').waitFor()
  expect(await page.getByLabel('Key').inputValue()).toBe('No')
  await expectAccessible(page)
  await picture(page, 'source-read-otherwise')
  await page.getByRole('button', { name: 'Save and read it' }).click()
  await page.getByRole('heading', { name: 'Data source: people' }).waitFor()
  const asking = await lab.as('viewer')
  expect((await asking.get('/sources/people')).body.definition).toMatchObject({ key: 'No', delimiter: ';' })
  await page.getByRole('button', { name: 'Edit' }).click()
  await page.getByRole('dialog').getByLabel('Between values stands').selectOption('Found by itself')
  // Without it the file has no such key.
  await page.getByRole('dialog').getByRole('alert').getByText('No;Name').waitFor()
})

test.skipIf(browserMissing)(
  'a source is changed while another changes it, and removed once nothing uses it',
  async () => {
    const lab = await shopServer({ people: people(2) })
    await writeFile(join(dirname(lab.app.config.file), 'orders.csv'), mended)
    const other = await lab.as('contributor')
    await other.send('POST', '/sources', { name: 'orders', definition: { file: 'orders.csv', key: 'OrderNo' } })
    const page = await signedIn(lab, 'contributor')
    await page.goto('/data/sources/orders')
    await page.getByRole('button', { name: 'Edit' }).click()
    await page.getByLabel('Type of Total').selectOption('integer')
    await page.getByText('2 rows do not fit and would be left out: 12.50, many').waitFor()
    await page.getByLabel('Share of corrupt rows').fill('60')
    await page.getByLabel('Share of corrupt rows').press('Tab')
    await expectAccessible(page)
    await picture(page, 'source-edit')
    // Somebody else is faster.
    const before = await other.get('/sources/orders')
    const theirs = { ...before.body.definition, maxCorrupt: 0.5 }
    await other.send('PUT', '/sources/orders', theirs, { 'if-match': before.headers.get('etag') ?? '' })
    await page.getByRole('button', { name: 'Save and read again' }).click()
    await page.getByRole('heading', { name: 'Somebody else changed this meanwhile' }).waitFor()
    await page.getByText('maxCorrupt: 0.5').waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Save yours over it' }).click()
    await page.getByText('Completed with warnings', { exact: true }).waitFor()
    const { body } = await other.get('/sources/orders')
    expect(body).toMatchObject({
      definition: { maxCorrupt: 0.6, columns: { Total: { type: 'integer' } } },
      state: { rows: 2, corrupt: 2, corruptReasons: { bad_value: 2 } },
    })

    await page.getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByText('The data source orders was removed.').first().waitFor()
    await page.waitForURL(`${lab.url}/data/sources`)
    expect((await other.get('/sources/orders')).status).toBe(404)

    // What is used stays, and says by what.
    await page.getByRole('link', { name: 'contacts' }).click()
    await page.getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('dialog').getByText('Export news').waitFor()
    expect(await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).isDisabled()).toBe(true)
  },
)

test.skipIf(browserMissing)(
  'the first source of all is one’s customers, in Danish, in the dark, on a telephone',
  async () => {
    const lab = await serverLab()
    const page = await signedIn(lab, 'administrator', { language: 'da', theme: 'dark', width: 360 })
    await page.goto('/data/sources')
    await page.getByRole('heading', { name: 'Ingen datakilder endnu' }).waitFor()
    await expectAccessible(page)
    await picture(page, 'sources-empty-da-dark-narrow')
    // By keyboard from here on.
    await page.getByRole('button', { name: 'Tilføj datakilde' }).press('Enter')
    await pick(
      page,
      'Vælg en fil',
      'kunder.csv',
      'Kundenr;Mail;Fornavn\n1;anna@example.com;Anna\n2;bo@example.com;Bo\n',
    )
    await page.getByText('2 rækker, 3 kolonner').waitFor()
    await expectAccessible(page)
    await picture(page, 'source-first-da-dark-narrow')
    expect(await page.getByLabel('Kolonne med mailadressen').inputValue()).toBe('Mail')
    await page.getByRole('button', { name: 'Gem og læs den' }).press('Enter')
    await page.getByText('Gennemført', { exact: true }).waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await expectAccessible(page)
    await picture(page, 'source-da-dark-narrow')
    // A page begins at its top, however far down its tabs are.
    await page.setViewportSize({ width: 360, height: 320 })
    await page.reload()
    await page.getByRole('tab', { name: 'Kolonner' }).waitFor()
    await expect.poll(() => page.getByRole('tab', { selected: true }).count()).toBe(1)
    expect(await page.evaluate('scrollY')).toBe(0)
    const viewer = await lab.as('viewer')
    expect((await viewer.get('/profiles')).body.definition).toMatchObject({ from: 'kunder', email: 'Mail' })
    expect((await viewer.get('/tables/profile')).body).toMatchObject({ key: 'Kundenr', rows: 2 })
  },
)

test.skipIf(browserMissing)(
  'whoever may only look is offered nothing to change, and a source that is not there is told',
  async () => {
    const lab = await shopServer({ people: people(2) })
    const page = await signedIn(lab, 'viewer')
    await page.goto('/data/sources/contacts?edit=true')
    await page.getByRole('heading', { name: 'Data source: contacts' }).waitFor()
    await page.getByText('It has not been read yet').waitFor()
    for (const words of ['Refresh', 'Edit', 'Remove', 'Add data source']) {
      expect(await page.getByRole('button', { name: words, exact: true }).count()).toBe(0)
    }
    await page.goto('/data/sources/gone')
    await page.getByRole('alert').getByText(/gone/).waitFor()
  },
)
