import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { aShop } from '../support/a-shop.ts'
import { browserMissing, closeBrowser, expectAccessible, picture } from '../support/browser-window.ts'
import { connectingLab } from '../support/connecting-lab.ts'
import { consolePassword, signedIn } from '../support/console-lab.ts'
import { people } from '../support/delivery-lab.ts'
import { shopServer } from '../support/shop-server.ts'

afterAll(closeBrowser)

test.skipIf(browserMissing)(
  'an administrator connects an account in the seven steps, leaves on the way, and shares it',
  async () => {
    const lab = await connectingLab()
    lab.control.autoApprove = false
    const page = await signedIn(lab, 'administrator')
    await page.getByRole('link', { name: 'Connections' }).click()
    await page.getByRole('heading', { name: 'No connections yet' }).waitFor()
    await expectAccessible(page)
    await picture(page, 'connections-empty')

    await page.getByRole('button', { name: 'Add connection' }).first().click()
    await page.getByRole('menuitem', { name: 'Constant Contact' }).click()
    await page.getByLabel('Display name').fill('Marketing på Øen')
    expect(await page.getByLabel('Short name').inputValue()).toBe('marketing-pa-oen')
    expect(await page.getByLabel('Redirect address').inputValue()).toBe(`${lab.url}/callback`)
    await page.getByLabel('Client id (API key)').fill('sandbox-client')
    await page.getByLabel('Client secret').fill('sandbox-secret')
    await expectAccessible(page)
    await picture(page, 'connect-name')
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByLabel('I agree').waitFor()
    const asked = page.url()
    expect(new URL(asked).searchParams.get('draft')).toMatch(/^[0-9a-z]+$/)
    await page.getByLabel('Administrators and contributors').check()
    await expect
      .poll(
        async () => (await lab.app.db.selectFrom('connection_drafts').select('definition').execute())[0]?.definition,
      )
      .toMatchObject({ users: 'contributors' })

    // What was left is found again, by its address and on the page.
    await page.goto('/administrator/connections')
    await page.getByText('You have begun to connect Marketing på Øen').waitFor()
    await picture(page, 'connections-begun')
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.reload()
    expect(page.url()).toBe(asked)
    expect(await page.getByLabel('Administrators and contributors').isChecked()).toBe(true)
    await page.getByLabel('I agree').check()
    await picture(page, 'connect-agree')
    await page.getByRole('dialog').getByRole('button', { name: 'Go on' }).click()

    await signIn(page, 'Deny')
    await page.getByText('The sign-in came to nothing').waitFor()
    await expectAccessible(page)
    await picture(page, 'connect-denied')
    await signIn(page, 'Approve')
    await page.getByText('Signed in to Sandbox Outfitters').waitFor()
    expect(page.url()).toBe(asked)

    await page.getByRole('button', { name: 'Add yourself as export user' }).click()
    await page.locator('input[name=password]').fill('not the password at all')
    await expectAccessible(page)
    await picture(page, 'connect-export-user')
    await page.getByRole('dialog').last().getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('alert').waitFor()
    await page.locator('input[name=password]').fill(consolePassword)
    await page.getByRole('dialog').last().getByRole('button', { name: 'Go on' }).click()
    await page.getByText('is the export user').waitFor()
    await picture(page, 'connect-save')
    await page.getByRole('button', { name: 'Save' }).click()

    await page.getByRole('heading', { name: 'Marketing på Øen' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/administrator/connections/marketing-pa-oen')
    await page.getByRole('button', { name: 'Check now' }).click()
    await page.getByText('Everything works.').waitFor()
    expect(await page.getByLabel('Contributors can use this connection').isChecked()).toBe(true)
    await page.getByLabel('Contributors can use this connection').uncheck()
    await page.getByText('Only administrators can use Marketing på Øen from now on').first().waitFor()
    await expectAccessible(page)
    await picture(page, 'connection')
    const stored = await lab.app.db.selectFrom('definitions').select('body').where('kind', '=', 'connection').execute()
    expect(stored).toMatchObject([{ body: { users: 'administrators', displayName: 'Marketing på Øen' } }])
  },
)

test.skipIf(browserMissing)(
  'who departed is let back with a reason, and a connection in use is removed, in Danish',
  async () => {
    const shop = aShop()
    const { marketing } = shop.connections
    const { news } = shop.exports
    if (!marketing || !news) throw new Error('The shop has no connection or no export.')
    const lab = await shopServer({
      shop: {
        ...shop,
        connections: {
          marketing: { ...marketing, displayName: 'Marketing' },
          events: { ...marketing, displayName: 'Events' },
        },
        exports: { news, spring: { ...news, list: 'Spring offers' } },
      },
      people: people(6),
    })
    const client = await lab.as('administrator')
    const run = async () => {
      const started = await client.send('POST', '/exports/news/runs', { kind: 'export' })
      await lab.ended(started.body.id)
    }
    await run()
    for (const email of ['person.0@example.com', 'person.1@example.com']) lab.control.removeFromList(email)
    lab.control.unsubscribe('person.5@example.com')
    await run()

    const page = await signedIn(lab, 'administrator', { language: 'da', theme: 'dark', width: 360 })
    await page.goto('/administrator/connections')
    await page.getByRole('link', { name: 'Marketing' }).waitFor()
    await expectAccessible(page)
    await picture(page, 'connections-da-dark-narrow')
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await page.getByRole('link', { name: 'Marketing' }).click()
    await page.getByText('3 personer', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Sammenlign listen for news' }).click()
    await page.getByText(/^Listen er, som den skal være/).waitFor()
    await expectAccessible(page)
    await picture(page, 'connection-da-dark-narrow')
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)

    await page.getByLabel('Hvordan').selectOption({ label: 'Afmeldt' })
    await page.getByText('1 personer', { exact: true }).waitFor()
    expect(new URL(page.url()).searchParams.get('kind')).toBe('unsubscribed')
    await page.getByLabel('Hvordan').selectOption({ label: 'Alle' })
    await page.getByRole('button', { name: 'Ophæv for alle 2' }).click()
    await page.getByLabel('Hvorfor (gemmes med dit navn)').fill('Listen blev tømt ved en fejl')
    await expectAccessible(page)
    await picture(page, 'departure-end-da-dark-narrow')
    await page.getByRole('dialog').getByRole('button', { name: 'Ophæv' }).click()
    await page.getByText('Der kan leveres til 2 igen.').first().waitFor()
    const endings = await lab.app.db.selectFrom('departure_endings').select(['people', 'reason']).execute()
    expect(endings).toEqual([{ people: 2, reason: 'Listen blev tømt ved en fejl' }])

    await page.getByRole('button', { name: 'Fjern', exact: true }).click()
    const remove = page.getByRole('button', { name: 'Fjern forbindelsen' })
    await remove.waitFor()
    expect(await remove.isDisabled()).toBe(true)
    await page.getByLabel('Hvad skal der ske med news').selectOption({ label: 'Læg den på Events' })
    await page.getByLabel('Hvad skal der ske med spring').selectOption('detach')
    await expectAccessible(page)
    await picture(page, 'connection-remove-da-dark-narrow')
    await remove.click()
    await page.getByRole('heading', { name: 'Marketing er fjernet' }).waitFor()
    await page.getByText('Newsletter: 4 personer sat på af Postbud').waitFor()
    await picture(page, 'connection-removed-da-dark-narrow')
    await page.getByRole('button', { name: 'Til forbindelserne' }).click()
    await page.getByRole('link', { name: 'Events' }).waitFor()
    expect((await client.get('/exports/news')).body.definition.connection).toBe('events')
    expect((await client.get('/exports/spring')).body.definition.connection).toBeUndefined()
    expect((await client.get('/connections/marketing')).status).toBe(404)
  },
)

test.skipIf(browserMissing)('of two who edit a connection, the second sees both versions', async () => {
  const lab = await shopServer()
  const client = await lab.as('administrator')
  const page = await signedIn(lab, 'administrator')
  await page.goto('/administrator/connections/marketing?panel=change')
  await page.getByLabel('Display name').fill('Ours')
  const { body } = await client.get('/connections/marketing')
  const theirs = {
    type: 'constant-contact',
    displayName: 'Theirs',
    clientId: body.clientId,
    clientSecret: { set: true },
  }
  const changed = await client.send('PUT', '/connections/marketing', theirs, { 'if-match': `"${body.version}"` })
  expect(changed.status).toBe(200)
  await page.getByLabel('Contacts in the contract').fill('many')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('alert').first().waitFor()
  await page.getByLabel('Contacts in the contract').fill('5000')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'Somebody else changed this meanwhile' }).waitFor()
  await expectAccessible(page)
  await picture(page, 'connection-conflict')
  await page.getByRole('button', { name: 'Save yours over it' }).click()
  await page.getByRole('heading', { name: 'Ours' }).waitFor()
  expect((await client.get('/connections/marketing')).body).toMatchObject({ displayName: 'Ours', contractLimit: 5000 })
  const viewer = await signedIn(lab, 'contributor')
  await viewer.goto('/administrator/connections')
  await viewer.getByText('Only administrators see this').waitFor()
  expect(await viewer.getByRole('link', { name: 'Connections' }).count()).toBe(0)
})

/** Connects, and answers Constant Contact's own page. */
async function signIn(page: Page, decision: 'Approve' | 'Deny'): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: 'Connect', exact: true }).click()
  await page.getByRole('link', { name: 'Authenticate with Constant Contact' }).click()
  await page.getByRole('button', { name: decision }).click()
}
