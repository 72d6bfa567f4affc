import { afterAll, expect, test } from 'vitest'
import { aShop } from '../support/a-shop.ts'
import { browserMissing, closeBrowser, expectAccessible, picture } from '../support/browser-window.ts'
import { signedIn } from '../support/console-lab.ts'
import { people } from '../support/delivery-lab.ts'
import { shopServer } from '../support/shop-server.ts'

afterAll(closeBrowser)

/** Of the page, where it is used. */
declare const document: {
  querySelector(part: string): { getBoundingClientRect(): { top: number; bottom: number } } | null
}

const { marketing } = aShop().connections
const { news } = aShop().exports
if (!marketing || !news) throw new Error('The shop lacks its export or its connection.')
const sharedShop = () =>
  aShop({ connections: { marketing: { ...marketing, displayName: 'The shop', users: 'contributors' } } })

async function refreshed(lab: Awaited<ReturnType<typeof shopServer>>): Promise<void> {
  const asking = await lab.as('contributor')
  await asking.send('POST', '/refreshes', { sources: ['contacts'], segments: ['everybody'] })
  await expect
    .poll(async () => (await asking.get('/segments/everybody')).body.state.status, { timeout: 15_000 })
    .toBe('Successful')
}

test.skipIf(browserMissing)('an export is set up for a list that is made for it, and not run by saving', async () => {
  const lab = await shopServer({ shop: sharedShop(), people: people(12) })
  await refreshed(lab)
  const page = await signedIn(lab, 'contributor')
  await page.goto('/exports')
  await page.getByRole('link', { name: 'Add export' }).click()
  const panel = page.getByRole('dialog', { name: 'Add export' })
  await panel.getByRole('button', { name: 'Create a list' }).click()
  await panel.getByLabel('Name of the new list').fill('Friends of the shop')
  // What is said about it stands clear of the panel's foot.
  const aboveFoot = page.waitForFunction(() => {
    const [said, foot] = ['.fui-Toast', '.fui-DrawerFooter'].map((part) => document.querySelector(part))
    return said && foot && said.getBoundingClientRect().bottom <= foot.getBoundingClientRect().top
  })
  await panel.getByRole('button', { name: 'Create', exact: true }).click()
  await aboveFoot
  await panel
    .getByRole('combobox', { name: 'Constant Contact list' })
    .and(page.locator('[value="Friends of the shop"]'))
    .waitFor()
  await panel.getByRole('checkbox', { name: 'everybody' }).check()
  await panel.getByText('12', { exact: true }).waitFor()
  await expect.poll(() => panel.getByLabel('Display name').inputValue()).toBe('everybody to Friends of the shop')
  await panel.getByRole('button', { name: 'Remove Last name' }).click()

  await panel.getByLabel('Display name').fill('Vores kære kunder')
  await panel.getByText('Name in files and the API: vores-kaere-kunder').waitFor()
  // A list that the account does not have is told before anything is saved.
  const list = panel.getByRole('combobox', { name: 'Constant Contact list' })
  await list.fill('Enemies of the shop')
  await panel.getByRole('button', { name: 'Save' }).click()
  await panel.getByText('No list of the account has this name or id.').waitFor()
  await list.fill('')
  await list.pressSequentially('Friends')
  await page.getByRole('option', { name: /Friends of the shop/ }).click()
  await panel.getByRole('button', { name: 'Preview' }).click()
  await panel.getByRole('region', { name: 'What a run would do' }).waitFor()
  // Pressed at the foot of a panel that scrolls, and seen without scrolling.
  await page.waitForFunction(() => {
    const [preview, foot] = ['section[aria-label]', '.fui-DrawerFooter'].map((part) =>
      document.querySelector(`[role=dialog] ${part}`)?.getBoundingClientRect(),
    )
    return preview && foot && preview.top >= 0 && preview.top < foot.top
  })
  await panel.getByRole('button', { name: 'Save' }).click()
  await panel.waitFor({ state: 'detached' })
  await page.getByText('Vores kære kunder is saved. It was not run.').first().waitFor()
  await page.getByRole('row', { name: 'Vores kære kunder' }).getByText('Not started').waitFor()
  const asking = await lab.as('viewer')
  expect((await asking.get('/exports/vores-kaere-kunder')).body.definition).toEqual({
    displayName: 'Vores kære kunder',
    connection: 'marketing',
    list: expect.stringMatching(/^[0-9a-f-]{36}$/),
    segments: ['everybody'],
    fields: { first_name: 'FirstName' },
  })
  expect((await asking.get('/runs')).body.items).toEqual([])
})

test.skipIf(browserMissing)('two who change one export see both versions, in Danish and in the dark', async () => {
  const lab = await shopServer({ shop: sharedShop(), people: people(3) })
  const page = await signedIn(lab, 'administrator', { language: 'da', theme: 'dark', width: 360 })
  await page.goto('/exports')
  await page.getByRole('button', { name: 'Handlinger for news' }).click()
  await page.getByRole('menuitem', { name: 'Rediger' }).click()
  const panel = page.getByRole('dialog', { name: 'Rediger news' })
  await panel.getByRole('radio', { name: 'Tages af listen' }).check()
  await expectAccessible(page)
  await picture(page, 'set-up-da-dark-narrow')
  await panel.getByRole('button', { name: 'Annuller' }).click()
  await page.getByRole('button', { name: 'Bliv' }).click()

  const other = await lab.as('contributor')
  const seen = (await other.get('/exports/news')).headers.get('etag') ?? ''
  await other.send('PATCH', '/exports/news', { displayName: 'Nyhedsbrev' }, { 'if-match': seen })
  await panel.getByRole('button', { name: 'Gem' }).click()
  const conflict = page.getByRole('dialog', { name: 'En anden har ændret det imens' })
  await conflict.getByText('displayName: Nyhedsbrev').waitFor()
  await conflict.getByText('leavers: remove').waitFor()
  await expectAccessible(page)
  await picture(page, 'set-up-conflict-da-dark-narrow')
  await conflict.getByRole('button', { name: 'Gem din oven i' }).click()
  await page.getByText('Gemt. Eksporten er ikke kørt.').first().waitFor()
  expect((await other.get('/exports/news')).body.definition).toMatchObject({ leavers: 'remove', displayName: 'news' })
})

test.skipIf(browserMissing)(
  'whoever has no connection is told whom to ask, and views what they may not change',
  async () => {
    const lab = await shopServer({ people: people(2) })
    const page = await signedIn(lab, 'contributor')
    await page.goto('/exports/new')
    await page.getByText('Contact an administrator').waitFor()
    expect(await page.getByText('Connection for export').count()).toBe(0)
    await page.goto('/exports/news/edit')
    await page.getByText('Its connection is not shared with you').waitFor()
    expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0)
    expect(await page.getByLabel('Display name').isDisabled()).toBe(true)
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await page.waitForURL('**/exports')
  },
)
