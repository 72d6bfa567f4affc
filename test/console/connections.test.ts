import { afterAll, expect, test } from 'vitest'
import { aShop } from '../support/a-shop.ts'
import { browserMissing, closeBrowser, expectAccessible, picture } from '../support/browser-window.ts'
import { signedIn } from '../support/console-lab.ts'
import { people } from '../support/delivery-lab.ts'
import { shopServer } from '../support/shop-server.ts'

afterAll(closeBrowser)

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
    // The headers are not there to be pressed on a telephone: one choice and one button do what they do.
    await page.getByLabel('Sortér efter').selectOption({ label: 'Forbundet' })
    await page.getByRole('button', { name: 'Sortér faldende' }).click()
    await page.getByRole('button', { name: 'Sortér stigende' }).waitFor()
    expect(new URL(page.url()).searchParams.get('sort')).toBe('-connectedAt')
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
    const remove = page.getByRole('button', { name: 'Fjern Marketing', exact: true })
    await remove.waitFor()
    expect(await remove.isDisabled()).toBe(true)
    await page
      .getByLabel('Hvad skal der ske med news')
      .selectOption({ label: 'Læg den på Events: Den kører dér fra nu af. Listen her bliver, som den er' })
    await page.getByLabel('Hvad skal der ske med spring').selectOption('detach')
    await expectAccessible(page)
    await picture(page, 'connection-remove-da-dark-narrow')
    await remove.click()
    await page.getByRole('heading', { name: 'Marketing er fjernet' }).waitFor()
    await page.getByText('Newsletter: 4 personer sat på af Postbud').waitFor()
    await picture(page, 'connection-removed-da-dark-narrow')
    await page.getByRole('button', { name: 'Luk' }).last().click()
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
  // Save stands at the foot of the panel, beyond the form, which Enter sends all the same.
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).waitFor()
  await page.getByLabel('Contacts in the contract').press('Enter')
  await page.getByRole('alert').first().waitFor()
  await page.getByLabel('Contacts in the contract').fill('5,000')
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
