import { afterAll, expect, test } from 'vitest'
import { aWindow, browserMissing, closeBrowser, expectAccessible, picture } from '../support/browser-window.ts'
import { consolePassword, signedIn } from '../support/console-lab.ts'
import { people } from '../support/delivery-lab.ts'
import { shopServer } from '../support/shop-server.ts'

afterAll(closeBrowser)

test.skipIf(browserMissing)(
  'a person’s own: name, language and format apart, password, sign-ins and keys',
  async () => {
    const lab = await shopServer({ people: people(2), workers: false })
    const page = await signedIn(lab, 'contributor')
    await page.getByRole('button', { name: 'Somebody, contributor' }).click()
    await page.getByRole('menuitem', { name: 'Your account' }).click()
    await page.locator('input[name=name]').fill('Grace Hopper')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Grace Hopper' }).waitFor()

    const preview = page.getByTestId('preview')
    expect(await preview.textContent()).toContain('1,234,567')
    await page.getByLabel('Dates and numbers', { exact: true }).selectOption('da-DK')
    await expect.poll(() => preview.textContent()).toContain('1.234.567')
    // The words stay English.
    await page.getByRole('heading', { name: 'Where you are signed in' }).waitFor()
    await expectAccessible(page)
    await picture(page, 'mine')

    await page.getByRole('button', { name: 'Make a key' }).first().click()
    await page.getByLabel('What it is for').fill('The shop’s till')
    expect(await page.getByLabel('What it may do').locator('option').allTextContents()).toEqual([
      'Viewer',
      'Contributor',
    ])
    await page.getByRole('dialog').getByRole('button', { name: 'Make a key' }).click()
    const key = await page.getByLabel('Key', { exact: true }).inputValue()
    await expectAccessible(page)
    await picture(page, 'mine-key')
    const asKey = { authorization: `Bearer ${key}` }
    expect((await lab.send('GET', '/me', undefined, asKey)).body).toMatchObject({ role: 'viewer', format: 'da-DK' })
    await page.getByRole('button', { name: 'Close' }).click()
    await expect.poll(() => page.content()).not.toContain(key)
    await page.getByRole('button', { name: 'Revoke The shop’s till' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await page.getByText('There are no keys.').waitFor()
    expect((await lab.send('GET', '/me', undefined, asKey)).status).toBe(401)

    const changed = `${consolePassword} again`
    await page.locator('input[name=current]').fill('not the present one')
    await page.locator('input[name=password]').fill(changed)
    await page.getByRole('button', { name: 'Change the password' }).click()
    await page.getByRole('alert').waitFor()
    await page.locator('input[name=current]').fill(consolePassword)
    await page.getByRole('button', { name: 'Change the password' }).click()
    await page.getByText('Your password is changed.').first().waitFor()

    // Another browser has the format that is kept with the user, and the language, since none was chosen in it.
    const { email } = await lab.app.db
      .selectFrom('users')
      .select('email')
      .where('name', '=', 'Grace Hopper')
      .executeTakeFirstOrThrow()
    await lab.app.db.updateTable('users').set({ language: 'da' }).where('email', '=', email).execute()
    const other = await aWindow(lab.url, { theme: 'dark', width: 360 })
    await other.goto('/sign-in?next=%2Fme')
    await other.locator('input[name=email]').fill(email)
    await other.locator('input[name=password]').fill(changed)
    await other.keyboard.press('Enter')
    await other.getByRole('heading', { name: 'Din konto' }).waitFor()
    expect(await other.getByTestId('preview').textContent()).toContain('1.234.567')
    await other.getByText('denne browser').waitFor()
    await expectAccessible(other)
    await picture(other, 'mine-da-dark-narrow')
    expect(await other.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await other.getByRole('button', { name: /^Log af Chrome/ }).click()
    await other.getByRole('button', { name: /^Log af Chrome/ }).waitFor({ state: 'detached' })
    await page.goto('/me')
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  },
)
