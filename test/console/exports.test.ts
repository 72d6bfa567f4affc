import { afterAll, expect, test } from 'vitest'
import { aShop } from '../support/a-shop.ts'
import { browserMissing, closeBrowser, expectAccessible, picture } from '../support/browser-window.ts'
import { signedIn } from '../support/console-lab.ts'
import { people } from '../support/delivery-lab.ts'
import { shopServer } from '../support/shop-server.ts'

afterAll(closeBrowser)

function aBusyShop() {
  const { news } = aShop().exports
  const { marketing } = aShop().connections
  if (!news || !marketing) throw new Error('The shop lacks its export or its connection.')
  return aShop({
    connections: {
      marketing: { ...marketing, displayName: 'Marketing: the shop' },
      shared: { ...marketing, displayName: 'For everybody', users: 'contributors' },
    },
    exports: {
      news: { ...news, displayName: 'Newsletter' },
      offers: { ...news, connection: 'shared', displayName: 'Offers', schedule: { repeat: 'daily', times: ['06:00'] } },
      quiet: { ...news, connection: 'shared', displayName: 'Quiet', schedule: 'off' },
    },
  })
}

test.skipIf(browserMissing)('exports are found, run, scheduled together, detached and removed', async () => {
  const lab = await shopServer({ shop: aBusyShop(), people: people(12) })
  const page = await signedIn(lab, 'administrator')
  const row = (name: string) => page.getByRole('row', { name })
  const acts = async (name: string, act: string) => {
    await page.getByRole('button', { name: `Actions for ${name}` }).click()
    await page.getByRole('menuitem', { name: act }).click()
  }
  await page.goto('/exports')
  await row('Offers').getByText('Every day at 06:00').waitFor()
  await row('Newsletter').getByText('Never: the system refresh is off').waitFor()
  await expectAccessible(page)
  await picture(page, 'exports')

  await acts('Newsletter', 'Run')
  await row('Newsletter').getByText('Successful').waitFor()
  expect(lab.members()).toHaveLength(12)

  // What is asked for stands in the address, so that it is found again by it.
  await page.getByLabel('Connection', { exact: true }).selectOption('For everybody')
  await row('Newsletter').waitFor({ state: 'detached' })
  expect(new URL(page.url()).searchParams.get('connection')).toBe('shared')
  await page.getByRole('columnheader', { name: 'Schedule' }).click()
  await page.getByRole('checkbox', { name: 'Choose all' }).check()
  await page.getByRole('toolbar', { name: '2 chosen' }).getByRole('button', { name: 'Schedule' }).click()
  const panel = page.getByRole('dialog', { name: 'Schedule 2 exports' })
  await panel.getByRole('radio', { name: 'Define new schedule for all selected exports' }).check()
  await panel.getByRole('link', { name: 'The system refresh is off now, so nothing runs with it.' }).waitFor()
  await panel.getByRole('radio', { name: 'At times of its own' }).check()
  await panel.getByLabel('Recurrence').selectOption('Weekly')
  await panel.getByRole('checkbox', { name: 'Thursday' }).check()
  await panel.getByRole('button', { name: 'Add another time' }).waitFor()
  await expectAccessible(page)
  await picture(page, 'exports-schedule')
  // Whoever goes away with changes is asked.
  await page.goBack()
  await page.getByRole('button', { name: 'Stay' }).click()
  await panel.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The schedule is saved. Nothing has been run.').first().waitFor()
  await row('Quiet').getByText('Every Monday and Thursday at 06:00').waitFor()
  const schedules = await lab.app.db.selectFrom('definitions').select('body').where('kind', '=', 'export').execute()
  expect(schedules.filter(({ body }) => JSON.stringify(body).includes('"thursday"'))).toHaveLength(2)

  await page.getByRole('toolbar', { name: '2 chosen' }).getByRole('button', { name: 'Detach connection' }).click()
  await page.getByRole('dialog').getByText('The exports are kept and become inactive').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Detach connection' }).click()
  await row('Quiet').waitFor({ state: 'detached' })
  await page.getByLabel('Connection', { exact: true }).selectOption('No Connection')
  await row('Offers').getByText('not scheduled').waitFor()
  await row('Quiet').getByText('not scheduled').waitFor()
  await page.getByRole('toolbar', { name: '2 chosen' }).getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByText('The people on its list stay there.').waitFor()
  await picture(page, 'exports-remove')
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('No export matches.').waitFor()
  expect(new URL(page.url()).searchParams.get('connection')).toBe('')
})

test.skipIf(browserMissing)(
  'one export tells its history, how long its runs took, and whether its list is as it was left',
  async () => {
    const lab = await shopServer({ shop: aBusyShop(), people: people(12) })
    const asking = await lab.as('administrator')
    for (const count of [12, 20]) {
      await lab.turnTo(people(count))
      const { body } = await asking.send('POST', '/exports/news/runs', { kind: 'export' })
      await lab.ended(body.id)
    }
    lab.control.leaveList('person.1@example.com')
    const page = await signedIn(lab, 'administrator')
    await page.goto('/exports/news')
    await page.getByRole('region', { name: 'History' }).getByText('Successful').nth(1).waitFor()
    await page.getByRole('button', { name: 'Compare now' }).click()
    await page.getByText('The list was changed by somebody else since.').waitFor()
    await page.getByText(/^Compared/).waitFor()
    await page.getByRole('button', { name: 'Missing: 1' }).click()
    await page.getByText('person.1@example.com').waitFor()
    await page.getByRole('button', { name: 'Preview', exact: true }).click()
    await page.getByText('On the list Newsletter.').waitFor()
    await page.getByRole('button', { name: 'Look at what that would do' }).click()
    await page.getByText('On the list Newsletter.').nth(1).waitFor()
    expect(await page.getByRole('button', { name: 'Look again' }).count()).toBe(2)
    await page.getByRole('region', { name: 'Departures' }).getByText('Unsubscribed').waitFor()
    const durations = page.getByRole('region', { name: 'How long the runs took' })
    await durations.locator('svg rect').nth(1).waitFor()
    await expectAccessible(page)
    await picture(page, 'export')
    await durations.getByRole('tab', { name: 'Table' }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => durations.getByRole('row').count()).toBe(3)
    await page.getByRole('link', { name: 'All runs' }).click()
    const opened = page.getByRole('region', { name: 'Runs', exact: true }).getByRole('link', { name: 'news' }).first()
    expect(await opened.getAttribute('href')).toMatch(/^\/runs\/./)
    expect(await page.locator('nav [aria-current=page]').allTextContents()).toEqual(['Exports'])
    expect(new URL(page.url()).searchParams.get('export')).toBe('news')
    await expectAccessible(page)
    await picture(page, 'runs')
    await page.getByLabel('Status').selectOption('Failed (permanent)')
    await page.getByText('No run matches.').waitFor()

    await page.evaluate(() => {
      localStorage.setItem('postbud.theme', 'contrast')
      localStorage.setItem('postbud.language', 'da')
    })
    await page.setViewportSize({ width: 360, height: 800 })
    await page.goto('/exports/news')
    await page.getByRole('region', { name: 'Hvor længe kørslerne tog' }).locator('svg rect').nth(1).waitFor()
    await expectAccessible(page)
    await picture(page, 'export-da-contrast-narrow')

    // Whom it put on the list from before its list was changed is offered to be taken off there.
    lab.control.addList({ name: 'Second' })
    const seen = (await asking.get('/exports/news')).headers.get('etag') ?? ''
    await asking.send('PATCH', '/exports/news', { list: 'Second' }, { 'if-match': seen })
    await lab.ended((await asking.send('POST', '/exports/news/runs', { kind: 'export' })).body.id)
    await page.reload()
    await page.getByText(/^Newsletter: \d+ sat på af Postbud/).waitFor()
    await page.getByRole('button', { name: 'Ryd op på Newsletter' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Ryd op' }).click()
    await page.getByText('Oprydning · API').or(page.getByText('Oprydning')).first().waitFor()
    expect(new URL(page.url()).pathname).toMatch(/^\/runs\//)
  },
)
