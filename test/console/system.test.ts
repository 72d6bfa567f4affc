import { afterAll, expect, test } from 'vitest'
import { loadDefinitions } from '../../src/definitions/load-definitions.ts'
import { browserMissing, closeBrowser, expectAccessible, picture } from '../support/browser-window.ts'
import { signedIn } from '../support/console-lab.ts'
import { people } from '../support/delivery-lab.ts'
import { shopServer } from '../support/shop-server.ts'

afterAll(closeBrowser)

test.skipIf(browserMissing)('an administrator refreshes everything, and sets when that is done by itself', async () => {
  const lab = await shopServer({ people: people(4) })
  const page = await signedIn(lab, 'administrator')
  await page.getByRole('link', { name: 'System' }).click()
  await page.getByText('No system refresh has run yet.').waitFor()
  await page.getByRole('button', { name: 'Refresh everything now' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Refresh everything now' }).click()
  const workflow = page.getByRole('dialog', { name: 'Entire workflow' })
  await workflow.getByRole('row', { name: /^news/ }).getByText('Successful').waitFor()
  await expectAccessible(page)
  await picture(page, 'system-workflow')
  expect(new URL(page.url()).searchParams.get('refresh')).toMatch(/^[0-9a-z]+$/)
  expect(lab.members().length).toBe(4)
  await page.goBack()
  await page.getByRole('region', { name: 'Exports', exact: true }).first().getByText('Successful').waitFor()
  await page.getByRole('button', { name: 'The last runs of news' }).click()
  await page.getByRole('dialog', { name: 'The last runs of news' }).getByText('System refresh').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'The last refreshes of everybody' }).click()
  await page.getByRole('dialog').getByText('Successful').first().waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  // Each kind says why it does not come by itself.
  for (const kind of ['Data sources', 'Profiles', 'Segments', 'Exports']) {
    await page.getByRole('region', { name: kind, exact: true }).getByText('Never: the system refresh is off').waitFor()
  }
  await expectAccessible(page)
  await picture(page, 'system-status')

  await page.getByRole('tab', { name: 'Schedule' }).click()
  await page.getByRole('radio', { name: 'Weekly' }).check()
  await page.getByLabel('Thursday').check()
  await page.getByRole('button', { name: 'Add another time' }).click()
  await page.getByText(/Every Monday and Thursday at 06:00 and 12:00/).waitFor()
  await expectAccessible(page)
  await picture(page, 'system-schedule')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The schedule is saved. Nothing has been run.').first().waitFor()
  const { environment } = await loadDefinitions(lab.app.db)
  expect(environment.refresh).toMatchObject({
    repeat: 'weekly',
    days: ['monday', 'thursday'],
    times: ['06:00', '12:00'],
  })
  // What turning it off stops is told before it is saved, and leaving without saving is asked about.
  await page.getByRole('radio', { name: 'Off' }).check()
  await page.getByText('This would not run by itself any more').waitFor()
  await page.getByRole('listitem').filter({ hasText: 'Export news' }).waitFor()
  await picture(page, 'system-schedule-stops')
  await page.getByRole('tab', { name: 'General' }).click()
  await page.getByRole('button', { name: 'Leave' }).click()
  await page.getByRole('button', { name: 'Pause all delivery' }).waitFor()
  // What has times of its own is changed where it is listed.
  await page.getByRole('tab', { name: 'Schedule' }).click()
  await page.getByRole('button', { name: 'Change the schedule of news' }).click()
  await page.getByRole('dialog').getByRole('radio', { name: 'By hand only' }).check()
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect((await loadDefinitions(lab.app.db)).exports.news?.schedule).toBe('off')

  // Somebody else sets the times meanwhile.
  await page.getByRole('radio', { name: 'Daily' }).check()
  const other = await lab.as('administrator')
  const version = (await other.get('/schedules/system')).headers.get('etag') ?? ''
  const theirs = { schedule: { repeat: 'daily', times: ['03:15'] } }
  expect(await other.send('PUT', '/schedules/system', theirs, { 'if-match': version })).toMatchObject({ status: 200 })
  const system = page.getByRole('region', { name: 'System refresh' })
  await system.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('dialog').getByText('03:15').waitFor()
  await page.getByRole('button', { name: 'Save yours over it' }).click()
  await expect
    .poll(async () => (await loadDefinitions(lab.app.db)).environment.refresh)
    .toEqual({ repeat: 'daily', times: ['06:00', '12:00'] })
})

test.skipIf(browserMissing)(
  'an administrator stops delivery, says who is told, tries that, and lets delivery go on',
  async () => {
    const lab = await shopServer({ workers: false })
    const page = await signedIn(lab, 'administrator')
    await page.goto('/administrator/system/general')
    await page.getByRole('button', { name: 'Pause all delivery' }).click()
    await page.getByLabel('Why (kept)').fill('The agency looks at it')
    await page.getByRole('dialog').getByRole('button', { name: 'Pause all delivery' }).click()
    await page.getByText('Why: The agency looks at it').waitFor()
    await page.getByRole('radio', { name: 'Nobody' }).check()
    await page.getByRole('button', { name: 'Add a webhook' }).click()
    await page.getByLabel('Address (https://…)').fill('http://169.254.169.254/')
    const save = (section: string) =>
      page.getByRole('region', { name: section }).getByRole('button', { name: 'Save', exact: true }).click()
    await save('Alerts')
    await page.getByRole('alert').waitFor()
    await page.getByRole('button', { name: 'Remove alerts1' }).click()
    await save('Alerts')
    await page.getByText('The alerts are saved.').first().waitFor()
    await page.getByRole('button', { name: 'Send a test' }).click()
    await page.getByText('Nobody would be told.').waitFor()
    await expectAccessible(page)
    await picture(page, 'system-general')
    await page.getByRole('button', { name: 'Let delivery go on' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Let delivery go on' }).click()
    await page.getByRole('button', { name: 'Pause all delivery' }).waitFor()
    await page.getByRole('region', { name: 'Environment' }).getByLabel('Name').fill('Butikken')
    await page.getByLabel('Time zone').selectOption('America/New_York')
    await save('Environment')
    await page.getByText('The environment is saved.').first().waitFor()
    expect((await loadDefinitions(lab.app.db)).environment).toMatchObject({
      name: 'Butikken',
      timeZone: 'America/New_York',
      alerts: { mail: 'off' },
    })
    // Once more over what was just saved; but not over what somebody else saves.
    const called = page.getByRole('region', { name: 'Environment' }).getByLabel('Name')
    const nameOf = async () => (await loadDefinitions(lab.app.db)).environment.name
    await called.fill('Butikken i byen')
    await save('Environment')
    await expect.poll(nameOf).toBe('Butikken i byen')
    const other = await lab.as('administrator')
    const version = (await other.get('/environment')).headers.get('etag') ?? ''
    expect(await other.send('PATCH', '/environment', { name: 'Another shop' }, { 'if-match': version })).toMatchObject({
      status: 200,
    })
    await called.fill('Mine')
    await save('Environment')
    await page.getByRole('dialog').getByText('name: Another shop').waitFor()
    expect(await nameOf()).toBe('Another shop')
    await page.getByRole('button', { name: 'Save yours over it' }).click()
    await expect.poll(nameOf).toBe('Mine')

    // How long things are kept is theirs, too, and what they do is seen as they do it.
    await page.goto('/administrator/privacy?panel=retention')
    await page.getByLabel('Receipts, in days').fill('30')
    const seen = (await other.get('/environment')).headers.get('etag') ?? ''
    const kept = { receiptDays: 90 }
    expect(await other.send('PATCH', '/environment', kept, { 'if-match': seen })).toMatchObject({ status: 200 })
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('dialog').getByText('receiptDays: 90').waitFor()
    await page.getByRole('button', { name: 'Save yours over it' }).click()
    await page
      .getByRole('region', { name: 'How long things are kept, and what viewers see' })
      .getByText('30 days', { exact: true })
      .waitFor()
    await page.goto('/administrator/system/general')
    await page.getByRole('button', { name: 'Pause all delivery' }).waitFor()
    expect(await other.send('POST', '/pause')).toMatchObject({ status: 200 })
    await page.getByRole('button', { name: 'Let delivery go on' }).waitFor()
  },
)

test.skipIf(browserMissing)(
  'a viewer looks at System in Danish, in the dark, on a telephone, and changes nothing',
  async () => {
    const lab = await shopServer({ people: people(2), workers: false })
    const page = await signedIn(lab, 'viewer', { language: 'da', theme: 'dark', width: 360 })
    const isNarrow = () => page.evaluate('document.documentElement.scrollWidth <= innerWidth')
    await page.goto('/administrator/system')
    await page.getByText('Der har endnu ikke været en systemopdatering.').waitFor()
    expect(await page.getByRole('button', { name: 'Opdater alt nu' }).count()).toBe(0)
    await expectAccessible(page)
    await picture(page, 'system-status-da-dark-narrow')
    expect(await isNarrow()).toBe(true)
    await page.goto('/administrator/system/schedule')
    await page.getByText('Kun administratorer ændrer den.').waitFor()
    expect(await page.getByRole('radio', { name: 'Daglig' }).isDisabled()).toBe(true)
    await picture(page, 'system-schedule-da-dark-narrow')
    await page.goto('/administrator/system/general')
    await page.getByLabel('Datoer og tal', { exact: true }).waitFor()
    expect(await page.getByText('Alarmer').count()).toBe(0)
    await page.goto('/administrator/system/about')
    await page.getByRole('cell', { name: 'fastify', exact: true }).waitFor()
    await expectAccessible(page)
    await picture(page, 'system-about-da-dark-narrow')
    expect(await isNarrow()).toBe(true)
  },
)
