import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { aShop } from '../support/a-shop.ts'
import { browserMissing, closeBrowser, expectAccessible, picture } from '../support/browser-window.ts'
import { signedIn } from '../support/console-lab.ts'
import { people } from '../support/delivery-lab.ts'
import { shopServer } from '../support/shop-server.ts'

afterAll(closeBrowser)

/** Twelve people called Ann, Bo and Cy by turns; each Ann bought something, and something was given to each Bo. */
async function lab() {
  const twelve = people(12).map((person, at) => ({ ...person, first: ['Ann', 'Bo', 'Cy'][at % 3] ?? '' }))
  const shop = aShop({
    sources: { ...aShop().sources, purchases: { file: 'purchases.csv', key: 'No' } },
    relationships: {
      bought: { from: 'purchases.Buyer', to: 'profile.ContactId' },
      given: { from: 'purchases.Friend', to: 'profile.ContactId' },
    },
    segments: {
      everybody: { displayName: 'Everybody', rules: [{ where: { all: [] } }] },
      ann: { displayName: 'Those called Ann', rules: [{ where: { column: 'FirstName', equals: 'Ann' } }] },
    },
  })
  const server = await shopServer({ shop, people: twelve })
  const file = join(dirname(server.app.config.file), 'purchases.csv')
  await mkdir(dirname(file), { recursive: true })
  const rows = [0, 3, 6, 9].map((at) => `${at},C-${at},C-${at + 1},${at * 10},2026-0${(at % 9) + 1}-01`)
  await writeFile(file, `No,Buyer,Friend,Total,On\n${rows.join('\n')}\n`)
  const contacts = twelve.map(({ id, email, first }, at) => `${id},${email},${first},,${20 + at}`)
  await writeFile(
    join(dirname(server.app.config.file), 'contacts.csv'),
    `ContactId,EMail,FirstName,LastName,Age\n${contacts.join('\n')}\n`,
  )
  const client = await server.as('contributor')
  const { id } = (await client.send('POST', '/refreshes', { sources: ['contacts', 'purchases'] })).body
  await expect
    .poll(async () => (await client.get(`/refreshes/${id}`)).body.finishedAt, { timeout: 20_000 })
    .toEqual(expect.any(String))
  return { ...server, client }
}

test.skipIf(browserMissing)(
  'a segment is built, counted while it is, undone, written as text, and saved without a delivery',
  async () => {
    const { client, ...server } = await lab()
    const page = await signedIn(server, 'contributor')
    await page.goto('/segments')
    await page.getByRole('button', { name: 'New segment' }).first().click()
    await page.getByRole('menuitem', { name: 'Build your own' }).click()
    // The name in files cannot be changed later, so it is none before there is a name to make it of.
    const name = page.getByRole('textbox', { name: 'Name', exact: true })
    const nameInFiles = page.getByLabel('Name in files and the API')
    expect(await nameInFiles.inputValue()).toBe('')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Give the segment a name.', { exact: true }).waitFor()
    await name.fill('Bo & Ann')
    expect(await nameInFiles.inputValue()).toBe('bo-ann')
    await page.getByRole('combobox', { name: 'Column' }).click()
    await page.keyboard.type('first')
    await page.getByRole('option', { name: 'FirstName' }).click()
    await page.getByLabel('How it is compared').selectOption('is any of')
    const value = page.getByRole('combobox', { name: 'Value' })
    await value.click()
    await page.getByRole('option', { name: /^Bo/ }).click()
    await page.getByText('4 of 12 customers (33.3%)').waitFor()
    await value.fill('Ann')
    await page.keyboard.press('Enter')
    await page.getByText('8 of 12 customers (66.7%)').waitFor()
    await expectAccessible(page)
    await picture(page, 'builder')

    // A second rule about purchases, for which a way has to be chosen.
    await page.getByRole('button', { name: 'Add rule' }).click()
    await page.getByRole('menuitem', { name: /^Intersect/ }).click()
    const second = page.getByRole('group', { name: 'Rule 2' })
    await second.getByRole('combobox', { name: 'Column' }).click()
    await page.keyboard.type('total')
    await page.getByRole('option', { name: 'Total' }).click()
    await second.getByLabel('How it is compared').selectOption('is at least')
    await second.getByRole('textbox', { name: 'Value' }).fill('30')
    await second
      .getByText(/several ways lead/i)
      .first()
      .waitFor()
    await second.getByLabel('Relationship path').selectOption('purchases (bought)')
    await page.getByText('3 of 12 customers (25.0%)').waitFor()
    await second.getByText('This rule alone: 3 · So far: 3').waitFor()
    await expectAccessible(page)
    await picture(page, 'builder-two-rules')

    // The text says the same, and what is written there changes the rules.
    const text = page.getByRole('textbox', { name: 'As text (YAML)' })
    expect(await text.count()).toBe(0)
    await page.getByRole('button', { name: 'Show as text' }).click()
    const written = await text.inputValue()
    expect(written).toContain('path: [ bought ]')
    await text.fill(written.replace('greaterThanOrEqualTo: 30', 'greaterThanOrEqualTo: 60'))
    await page.getByText('2 of 12 customers (16.7%)').waitFor()
    expect(await second.getByRole('textbox', { name: 'Value' }).inputValue()).toBe('60')
    await text.fill(written.replace('greaterThanOrEqualTo', 'greaterThn'))
    await page.getByText('unknown operator "greaterThn"').waitFor()
    await expectAccessible(page)
    await picture(page, 'builder-text-wrong')
    await page.keyboard.press('Control+z')
    await page.getByText('unknown operator "greaterThn"').waitFor({ state: 'detached' })
    await text.fill(written.replace('purchases.Total', 'purchases.Totl'))
    await page.getByText('Did you mean "Total"?').first().waitFor()
    await page.getByRole('button', { name: 'Line 6' }).waitFor()
    await page.getByRole('button', { name: 'Undo (Ctrl+Z)' }).click()
    await page.getByText('Did you mean "Total"?').first().waitFor({ state: 'detached' })

    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.waitForURL(/\/segments\/bo-ann$/)
    await page.locator('.fui-ToastTitle', { hasText: 'Nothing was sent to any list.' }).waitFor()
    expect((await client.get('/segments/bo-ann')).body.definition).toEqual({
      displayName: 'Bo & Ann',
      rules: [
        { where: { column: 'FirstName', in: ['Bo', 'Ann'] } },
        { intersect: { path: ['bought'], column: 'purchases.Total', greaterThanOrEqualTo: 60 } },
      ],
    })
    expect(await server.app.db.selectFrom('runs').select('id').execute()).toEqual([])
  },
)

test.skipIf(browserMissing)(
  'by keyboard alone rules are moved, conditions are moved between them, and everything is undone',
  async () => {
    const { client, ...server } = await lab()
    const page = await signedIn(server, 'contributor', { theme: 'dark' })
    await page.goto('/segments/ann/edit')
    await page.getByText('4 of 12 customers (33.3%)').waitFor()
    await page.getByRole('button', { name: 'Add rule' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: /^Except/ }).waitFor()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    const column = page.getByRole('group', { name: 'Rule 2' }).getByRole('combobox', { name: 'Column' })
    // Whoever adds a rule goes on with it.
    await column.waitFor()
    await expect.poll(() => page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe('Column')
    await page.keyboard.type('last')
    await page.getByRole('option', { name: 'LastName' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('group', { name: 'Rule 2' }).getByLabel('How it is compared').selectOption('is empty')
    await page.getByText('0 of 12 customers (0%)').waitFor()

    await page.getByRole('button', { name: /^Move LastName/ }).focus()
    await page.keyboard.press('ArrowUp')
    await page
      .getByRole('group', { name: 'Rule 1' })
      .getByRole('button', { name: /^Move LastName/ })
      .waitFor()
    await expect
      .poll(() => page.evaluate('document.activeElement.getAttribute("aria-label")'))
      .toMatch(/^Move LastName/)
    await page.keyboard.press('ArrowUp')
    const moves = page.getByRole('group', { name: 'Rule 1' }).getByRole('button', { name: /^Move (First|Last)Name/ })
    await expect.poll(() => moves.first().getAttribute('aria-label')).toMatch(/^Move LastName/)

    await page.getByRole('button', { name: /^Move Rule 2/ }).focus()
    await page.keyboard.press('ArrowUp')
    await page
      .getByRole('group', { name: 'Rule 2' })
      .getByRole('button', { name: /^Move FirstName/ })
      .waitFor()
    await expectAccessible(page)
    await picture(page, 'builder-dark')
    for (let step = 0; step < 12; step += 1) await page.keyboard.press('Control+z')
    await page.getByRole('group', { name: 'Rule 2' }).waitFor({ state: 'detached' })
    await page.getByText('4 of 12 customers (33.3%)').waitFor()
    await page.keyboard.press('Control+y')
    await page.getByRole('group', { name: 'Rule 2' }).waitFor()

    // Leaving is asked about, and somebody else's change is not overwritten.
    for (const way of [page.getByRole('link', { name: 'Home' }), page.getByRole('button', { name: 'Cancel' })]) {
      await way.click()
      await page.getByText('Leave without saving?').waitFor()
      await page.getByRole('button', { name: 'Stay' }).click()
    }
    await page.getByRole('group', { name: 'Rule 2' }).getByRole('button', { name: 'Acts on Rule 2' }).click()
    await page.getByRole('menuitem', { name: 'Delete rule' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Mine')
    await client.send('POST', '/segments/change', { segments: ['ann'], addTags: ['theirs'] })
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Somebody else changed this meanwhile').waitFor()
    await expectAccessible(page)
    await picture(page, 'builder-conflict')
    await page.getByRole('button', { name: 'Take theirs' }).click()
    await expect.poll(() => page.getByLabel('Name', { exact: true }).inputValue()).toBe('Those called Ann')
    await page.getByRole('button', { name: 'Save and refresh' }).click()
    await page.waitForURL(/\/segments\/ann$/)
    await expect
      .poll(async () => (await client.get('/segments/ann')).body, { timeout: 20_000 })
      .toMatchObject({ definition: { tags: ['theirs'] }, state: { members: 4 } })
  },
)

test.skipIf(browserMissing)(
  'counts, dates and segments are asked about, and parts are dragged, in Danish',
  async () => {
    const { client, ...server } = await lab()
    const page = await signedIn(server, 'contributor', { language: 'da' })
    await page.goto('/segments/new')
    await page.getByLabel('Vist navn').fill('Købere')
    await page.getByRole('button', { name: 'Gem', exact: true }).click()
    await page.getByText('Vælg en kolonne.').waitFor()
    const rule = page.getByRole('group', { name: 'Regel 1' })
    await rule.getByRole('button', { name: 'Mere' }).click()
    await page.getByRole('menuitem', { name: 'Tilføj et antal eller en sum' }).click()
    await rule.getByLabel('Tabel').selectOption('purchases')
    await rule.getByLabel('Relationssti').selectOption('purchases (bought)')
    await rule.getByRole('button', { name: 'Kun nogle rækker' }).click()
    await rule.getByRole('combobox', { name: 'Kolonne' }).nth(1).click()
    await page.getByRole('option', { name: 'On', exact: true }).click()
    await rule.getByLabel('Hvordan der sammenlignes').nth(1).selectOption('er tidligst')
    await rule.getByLabel('Værdi').nth(1).fill('2026-05-01')
    await rule.getByRole('button', { name: 'Handlinger for betingelse' }).click()
    await page.getByRole('menuitem', { name: 'Fjern' }).click()
    await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Tilføj betingelse')
    await page.getByText('1 af 12 kunder (8,3 %)').waitFor()
    await rule.getByRole('button', { name: 'Mere' }).first().click()
    await rule.getByRole('button', { name: 'Mere' }).last().click()
    await page.getByRole('menuitem', { name: 'Tilføj et segment' }).click()
    await rule.getByLabel('Segment', { exact: true }).selectOption('Those called Ann')
    await expectAccessible(page)
    await picture(page, 'builder-da')

    const grip = rule.getByRole('button', { name: /^Flyt ann/ })
    const above = rule.getByRole('button', { name: /^Flyt Antallet/ })
    await grip.dragTo(above, { targetPosition: { x: 10, y: 3 } })
    await picture(page, 'builder-dragged')
    await page.getByRole('button', { name: 'Gem', exact: true }).click()
    await page.waitForURL(/\/segments\/koebere$/)
    expect((await client.get('/segments/koebere')).body.definition.rules).toEqual([
      {
        where: {
          all: [
            { segment: 'ann' },
            {
              count: 'purchases',
              where: { column: 'On', greaterThanOrEqualTo: '2026-05-01' },
              path: ['bought'],
              greaterThanOrEqualTo: 1,
            },
          ],
        },
      },
    ])
    await page.setViewportSize({ width: 360, height: 800 })
    await page.goto('/segments/koebere/edit')
    await page.getByText('1 af 12 kunder (8,3 %)').waitFor()
    await expectAccessible(page)
    await picture(page, 'builder-da-narrow')
  },
)

test.skipIf(browserMissing)(
  'a quick segment takes one field, tells its size, and is saved or goes on in the builder',
  async () => {
    const { client, ...server } = await lab()
    const page = await signedIn(server, 'contributor')
    await page.goto('/segments')
    await page.getByRole('button', { name: 'New segment' }).first().click()
    await page.getByRole('menuitem', { name: 'Quick segment' }).click()
    await page.getByLabel('Column').selectOption('FirstName')
    await page.getByText('Choose values to see it.').waitFor()
    await page.getByRole('checkbox', { name: 'Cy – 4 customers (33.3%)' }).check()
    await page.getByText('4 of 12 customers (33.3%)').waitFor()
    await expect.poll(() => page.getByLabel('Name', { exact: true }).inputValue()).toBe('FirstName is any of Cy')
    await expectAccessible(page)
    await picture(page, 'quick')
    await page.getByLabel('Column').selectOption('Age')
    await expect.poll(() => new URL(page.url()).searchParams.get('field')).toBe('Age')
    await page.getByRole('button', { name: '50% have at most 25.5' }).click()
    await page.getByText('6 of 12 customers (50.0%)').waitFor()
    await picture(page, 'quick-number')
    await page.getByRole('button', { name: 'Open in the segment builder' }).click()
    await page.getByRole('group', { name: 'Rule 1' }).getByRole('textbox', { name: 'Value' }).waitFor()
    await page.getByText('6 of 12 customers (50.0%)').waitFor()
    await page.goBack()
    await page.getByLabel('Column').selectOption('FirstName')
    await page.getByRole('checkbox', { name: /^Bo/ }).check()
    await page.getByLabel('Name', { exact: true }).fill('All Bos')
    await page.getByRole('button', { name: 'Save and refresh' }).click()
    await page.waitForURL(/\/segments\/all-bos$/)
    await expect
      .poll(async () => (await client.get('/segments/all-bos')).body.state.members, { timeout: 20_000 })
      .toBe(4)
  },
)
