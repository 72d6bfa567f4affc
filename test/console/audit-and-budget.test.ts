import { afterAll, expect, test } from 'vitest'
import { recordAct } from '../../src/access/audit.ts'
import { browserMissing, closeBrowser, expectAccessible, picture } from '../support/browser-window.ts'
import { signedIn } from '../support/console-lab.ts'
import { people } from '../support/delivery-lab.ts'
import { shopServer } from '../support/shop-server.ts'

afterAll(closeBrowser)

test.skipIf(browserMissing)('the audit log is searched, opened, checked and downloaded', async () => {
  const lab = await shopServer({ workers: false })
  const client = await lab.as('administrator')
  const { body } = await client.get('/environment')
  const seen = { 'if-match': `"${body.version}"` }
  expect((await client.send('PATCH', '/environment', { name: 'Another', receiptDays: 30 }, seen)).status).toBe(200)
  for (let number = 0; number < 220; number += 1) {
    const actor = { id: null, name: 'ada', via: 'CLI' } as const
    await recordAct(lab.app, { actor, action: 'run.start', target: { kind: 'run', name: `run-${number}` } })
  }
  const page = await signedIn(lab, 'administrator')
  await page.getByRole('link', { name: 'Audit log' }).click()
  await page.getByRole('cell', { name: 'run-219' }).waitFor()
  // Of many entries only those in sight are in the page.
  expect(await page.getByRole('row').count()).toBeLessThan(60)
  // Scrolled to its end, it goes on with those before.
  const oldest = page.getByRole('cell', { name: 'run-0', exact: true })
  await page.getByRole('region', { name: 'Audit log' }).hover()
  await expect
    .poll(async () => {
      await page.mouse.wheel(0, 20_000)
      return oldest.isVisible()
    })
    .toBe(true)
  await expectAccessible(page)
  await picture(page, 'audit')
  await page.getByRole('combobox', { name: 'What' }).fill('Environment')
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByRole('cell', { name: 'run-219' }).waitFor({ state: 'detached' })
  expect(new URL(page.url()).searchParams.get('action')).toBe('environment')
  await page
    .getByRole('button', { name: /^Environment changed/ })
    .first()
    .click()
  await page.getByRole('row', { name: 'name Test Another' }).waitFor()
  await page.getByRole('row', { name: 'receiptDays — 30' }).waitFor()
  await expectAccessible(page)
  await picture(page, 'audit-entry')
  await page.reload()
  await page.getByRole('row', { name: 'name Test Another' }).waitFor()
  await page.getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('button', { name: 'Check the chain' }).click()
  await page.getByText(/^All \d+ entries are as they were written/).waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download' }).click(),
  ])
  const text = await (await download.createReadStream()).toArray()
  const lines = Buffer.concat(text).toString().trim().split('\n')
  expect(lines.map((line) => JSON.parse(line).action)).toEqual(['environment.change'])
})

test.skipIf(browserMissing)(
  'the budget tells what was spent by the hour, what is left and how long it lasts',
  async () => {
    const lab = await shopServer({ people: people(3) })
    const client = await lab.as('administrator')
    const run = await client.send('POST', '/exports/news/runs', { kind: 'export' })
    await lab.ended(run.body.id)
    const page = await signedIn(lab, 'contributor', { language: 'da', theme: 'dark', width: 360 })
    await page.goto('/administrator/budget')
    await page.getByText('Der er ingen forbindelse, du må bruge').waitFor()
    await expectAccessible(page)
    const administrator = await signedIn(lab, 'administrator', { language: 'da', theme: 'dark', width: 360 })
    await administrator.goto('/administrator/budget')
    await administrator.getByText('Ingen kørsel er i gang.').waitFor()
    await administrator.getByText('rækker til nulstillingen').waitFor()
    await expectAccessible(administrator)
    await picture(administrator, 'budget-da-dark-narrow')
    expect(await administrator.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await administrator.getByRole('tab', { name: 'Tabel' }).click()
    const { hours, usedToday } = (await client.get('/budget')).body.applications[0]
    const made: number = hours.reduce((sum: number, { requests }: { requests: number }) => sum + requests, 0)
    expect(made).toBeGreaterThanOrEqual(usedToday)
    const rows = administrator.getByRole('table', { name: 'Forespørgsler time for time' }).getByRole('row')
    await expect.poll(() => rows.count()).toBe(25)
  },
)
