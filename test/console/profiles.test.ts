import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { systemActor } from '../../src/access/person.ts'
import type { SingleProfiles } from '../../src/contract/definitions.ts'
import { queueRun } from '../../src/runs/queue-run.ts'
import { aShop } from '../support/a-shop.ts'
import { browserMissing, closeBrowser, expectAccessible, picture } from '../support/browser-window.ts'
import { signedIn } from '../support/console-lab.ts'
import { people } from '../support/delivery-lab.ts'
import { pictureServer } from '../support/picture-server.ts'
import { shopServer } from '../support/shop-server.ts'

afterAll(closeBrowser)

const mapped = { from: 'contacts', email: 'EMail', firstName: 'FirstName', lastName: 'LastName' }

/** A shop that has delivered to many people, of whom some have pictures. */
async function lab(count: number, avatars: Readonly<Record<string, string>>, profiles: SingleProfiles) {
  const pictured = people(count).map((each) => ({ ...each, ...(avatars[each.id] && { avatar: avatars[each.id] }) }))
  const made = await shopServer({ shop: aShop({ profiles }), people: pictured })
  await made.ended((await queueRun(made.app, { exportName: 'news', trigger: 'API', actor: systemActor })).id)
  return made
}

test.skipIf(browserMissing)('somebody is found among many, looked at, exported and erased', async () => {
  const pictures = await pictureServer()
  const avatars = {
    'C-123': `${pictures.url}/123.jpg?size=large`,
    'C-124': `${pictures.url}/gone.jpg`,
    'C-125': 'http://pictures.example/125.jpg',
  }
  const made = await lab(450, avatars, { ...mapped, profileImage: 'Avatar' })
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
  await page.getByText(`The picture is fetched from ${pictures.host}, which then learns`).waitFor()
  await expectAccessible(page)
  await picture(page, 'profile')
  // Nobody is asked for the picture before somebody says so, nor told then who looks, or at whom but by the address itself.
  expect(pictures.asked).toEqual([])
  await page.getByRole('button', { name: 'Show picture' }).click()
  const shown = page.getByRole('img', { name: 'Picture of First 123' })
  await page.getByText(`The picture was fetched from ${pictures.host}, `).waitFor()
  expect(await shown.evaluate((image: { naturalWidth: number }) => image.naturalWidth)).toBe(200)
  expect(pictures.asked.map(({ url }) => url)).toEqual(['/123.jpg?size=large'])
  expect(pictures.asked[0]?.headers).not.toHaveProperty('referer')
  expect(pictures.asked[0]?.headers).not.toHaveProperty('cookie')
  await expectAccessible(page)
  await picture(page, 'profile-pictured')
  await page.getByRole('button', { name: 'Hide picture' }).click()
  await page.getByRole('button', { name: 'Show picture' }).waitFor()
  expect(await shown.count()).toBe(0)

  // What cannot be had is told, and had at the second try.
  pictures.missing.add('/gone.jpg')
  await page.goto('/data/profiles/C-124')
  await page.getByRole('button', { name: 'Show picture' }).press('Enter')
  await page.getByText(`The picture could not be loaded from ${pictures.host}.`).waitFor()
  await expectAccessible(page)
  await picture(page, 'profile-picture-failed')
  pictures.missing.clear()
  await page.getByRole('button', { name: 'Try again' }).press('Enter')
  await page.getByText(`The picture was fetched from ${pictures.host}, `).waitFor()
  await page.goto('/data/profiles/C-125')
  await page
    .getByText('in Avatar does not begin with https://, so it is not fetched: http://pictures.example/125.jpg')
    .waitFor()
  await picture(page, 'profile-picture-refused')
  expect(await page.getByRole('button', { name: 'Show picture' }).count()).toBe(0)
  expect(pictures.asked).toHaveLength(3)
  await page.goto('/data/profiles/C-123')
  await page.getByRole('button', { name: 'Show picture' }).waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download everything (JSON)' }).click(),
  ])
  const held = JSON.parse(await readFile(await download.path(), 'utf8'))
  expect(held).toMatchObject({ keys: ['C-123'], emails: ['person.123@example.com'] })

  await page.getByRole('button', { name: 'Erase' }).click()
  await page.getByText('The contact itself stays there').waitFor()
  await page.getByLabel('Reason').fill('asked by letter')
  await expectAccessible(page)
  await picture(page, 'profile-erase')
  await page.getByRole('button', { name: 'Erase for good' }).click()
  await page.getByRole('heading', { name: 'Certificate' }).waitFor()
  await page.getByText('Taken off the lists', { exact: true }).waitFor()
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
    const contributor = await made.as('contributor')
    const { id } = (await contributor.send('POST', '/refreshes', { sources: ['contacts'] })).body
    await expect.poll(async () => (await contributor.get(`/refreshes/${id}`)).body.status).toBe('Successful')
    const page = await signedIn(made, 'contributor')
    let asked = 0
    page.on('request', (request) => {
      asked += Number(request.url().endsWith('/profiles/search'))
    })
    await page.goto('/data/profiles')
    await page.getByText('100,000 profiles').waitFor()
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
    // The last turns of the wheel may come while the rows are read, so all are read in one moment.
    const inSight = list.locator('[data-index]')
    const others = async () => {
      const rows = await inSight.evaluateAll((found) =>
        found.map((row) => ({
          at: Number(row.getAttribute('data-index')),
          key: row.querySelectorAll('[role=cell]')[2]?.textContent,
        })),
      )
      return rows.filter(({ at, key }) => key !== keys[at])
    }
    expect(await inSight.count()).toBeGreaterThan(5)
    await expect.poll(others).toEqual([])
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
    const pictures = await pictureServer()
    const made = await lab(3, { 'C-1': `${pictures.url}/1.jpg` }, mapped)
    const page = await signedIn(made, 'contributor')
    const policyOf = async (address: string) =>
      (await page.goto(address))?.headers()['content-security-policy']?.match(/img-src [^;]*/)?.[0]
    expect(await policyOf('/data/profiles?setUp=true')).toBe("img-src 'self' data:")
    await page.getByLabel('Column with the last name').selectOption('')
    await page.getByLabel('Column with the picture').selectOption('Avatar')
    await expectAccessible(page)
    await picture(page, 'profiles-set-up')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved. Segments and exports use it').first().waitFor()
    const { lastName: _, ...kept } = mapped
    const { body, headers } = await (await made.as('viewer')).get('/profiles', { accept: 'text/html' })
    expect(body.definition).toEqual({ ...kept, profileImage: 'Avatar' })
    // The page that was kept from before may show pictures, too; what is no page may not.
    expect(headers.get('content-security-policy')).toContain("img-src 'self' data:;")
    expect(await policyOf('/data/profiles/C-1')).toBe("img-src 'self' data: https:")
    await page.getByRole('button', { name: 'Show picture' }).click()
    await page.getByText(`The picture was fetched from ${pictures.host}, `).waitFor()
    const danish = await signedIn(made, 'contributor', { language: 'da', theme: 'dark', width: 360 })
    await danish.goto('/data/profiles/C-1')
    await danish.getByRole('button', { name: 'Vis billede' }).press('Enter')
    await danish.getByRole('img', { name: 'Billede af First 1' }).waitFor()
    await danish.getByText(`Billedet er hentet fra ${pictures.host}, `).waitFor()
    await expectAccessible(danish)
    expect(await danish.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await picture(danish, 'profile-pictured-da-dark-narrow')

    const viewer = await signedIn(made, 'viewer')
    await viewer.goto('/data/profiles#person.1@')
    await viewer.getByText('Nobody matches.').waitFor()
    await viewer.getByLabel('Search for a name').fill('')
    await viewer.getByText('3 profiles').waitFor()
    expect(await viewer.textContent('body')).not.toContain('person.1@')
    expect(await viewer.getByRole('button', { name: 'Set up profiles' }).count()).toBe(0)
    await viewer.goto('/data/profiles/C-1')
    await viewer.getByRole('heading', { name: 'Fields' }).waitFor()
    expect(await viewer.getByRole('button', { name: /Erase|Show picture/ }).count()).toBe(0)
    expect(await viewer.textContent('body')).not.toMatch(/person\.1@|1\.jpg/)
    await viewer.getByRole('cell', { name: `https://${pictures.host}/…` }).waitFor()
    await viewer.goto('/administrator/privacy')
    await viewer.getByRole('heading', { name: 'Privacy' }).waitFor()
    expect(await viewer.getByRole('button', { name: 'Erase a person' }).count()).toBe(0)
  },
)
