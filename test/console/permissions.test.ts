import { afterAll, expect, test } from 'vitest'
import { browserMissing, closeBrowser, expectAccessible, picture } from '../support/browser-window.ts'
import { signedIn } from '../support/console-lab.ts'
import { mailBox } from '../support/mail-box.ts'
import { serverLab } from '../support/server-lab.ts'

afterAll(closeBrowser)

test.skipIf(browserMissing)('an administrator invites, changes, keeps out and removes people', async () => {
  const lab = await serverLab({ workers: false })
  const page = await signedIn(lab, 'administrator')
  await page.getByRole('link', { name: 'Permissions' }).click()
  await page.getByText('1 user', { exact: true }).waitFor()
  await expectAccessible(page)
  await picture(page, 'permissions')

  await page.getByRole('button', { name: 'Invite somebody' }).click()
  await page.locator('input[name=name]').fill('Svend Foyn')
  await page.locator('input[name=email]').fill('svend@postbud.example')
  await page.getByRole('radio', { name: /^Contributor/ }).check()
  await page.getByText('By mail only once a mail server is set').waitFor()
  expect(await page.getByRole('radio', { name: 'By mail' }).isDisabled()).toBe(true)
  expect(await page.getByRole('radio', { name: 'I hand it over myself' }).isChecked()).toBe(true)
  await expectAccessible(page)
  await picture(page, 'permissions-invite')
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  // There is no mail server, so the link is shown, once.
  const link = await page.getByLabel('Link', { exact: true }).inputValue()
  expect(link).toMatch(/\/invitation#/)
  await expectAccessible(page)
  await picture(page, 'permissions-link')
  await page.getByRole('button', { name: 'Close' }).last().click()
  await page.getByText('2 users', { exact: true }).waitFor()

  // The last administrator who can sign in stays one.
  await page.getByRole('button', { name: 'What can be done with Somebody, administrator' }).click()
  await page.getByRole('menuitem', { name: 'Disable' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click()
  await page.getByRole('alert').waitFor()
  expect(await page.getByRole('alert').textContent()).toMatch(/last|administrator/i)
  await picture(page, 'permissions-last')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  const acts = page.getByRole('button', { name: 'What can be done with Svend Foyn' })
  await acts.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Change role' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('radio', { name: /^Viewer/ }).check()
  await page.getByRole('dialog').getByRole('button', { name: 'Change role' }).click()
  await page.getByText('Svend Foyn is now Viewer.').first().waitFor()
  await acts.click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('Svend Foyn is removed.').first().waitFor()
  await page.getByText('1 user', { exact: true }).waitFor()
  const rows = await lab.app.db.selectFrom('users').select('role').execute()
  expect(rows).toEqual([{ role: 'administrator' }])
})

test.skipIf(browserMissing)(
  'where there is a mail server an invitation goes by mail unless somebody says otherwise',
  async () => {
    const box = await mailBox()
    const variables = { POSTBUD_SMTP_URL: box.url, POSTBUD_MAIL_FROM: 'Postbud <postbud@postbud.example>' }
    const page = await signedIn(await serverLab({ workers: false, variables }), 'administrator')
    await page.goto('/administrator/permissions')
    await page.getByRole('button', { name: 'Invite somebody' }).click()
    await expect.poll(() => page.getByRole('radio', { name: 'By mail' }).isChecked()).toBe(true)
    await page.locator('input[name=name]').fill('Svend Foyn')
    await page.locator('input[name=email]').fill('svend@postbud.example')
    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    await page.getByText('A mail with the link is on its way to svend@postbud.example.').waitFor()
    expect((await box.next()).to).toEqual(['svend@postbud.example'])
  },
)

test.skipIf(browserMissing)(
  'a link to a new password is handed over, in Danish, in the dark, on a telephone',
  async () => {
    const lab = await serverLab({ workers: false })
    await signedIn(lab, 'viewer')
    const page = await signedIn(lab, 'administrator', { language: 'da', theme: 'dark', width: 360 })
    await page.goto('/administrator/permissions?search=viewer')
    await page.getByText('1 bruger', { exact: true }).waitFor()
    await expectAccessible(page)
    await picture(page, 'permissions-da-dark-narrow')
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await page.getByRole('button', { name: /^Det kan gøres med/ }).click()
    await page.getByRole('menuitem', { name: 'Link til en ny adgangskode' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Link til en ny adgangskode' }).click()
    expect(await page.getByRole('dialog').getByLabel('Link', { exact: true }).inputValue()).toMatch(/\/reset#/)
    await expectAccessible(page)
    await picture(page, 'permissions-reset-da-dark-narrow')
    // What the server refuses it says in Danish, at the field that it is about.
    await page.goto('/administrator/permissions')
    await page.getByRole('button', { name: 'Invitér en bruger' }).click()
    const name = page.getByRole('dialog').getByRole('textbox', { name: 'Navn' })
    await name.fill('S\u00f8\u200bren')
    await page.getByRole('dialog').getByRole('textbox', { name: 'Mail' }).fill('soeren@postbud.example')
    await page.getByRole('dialog').getByRole('button', { name: 'Invitér', exact: true }).click()
    await page.getByText('indeholder tegn, der ikke kan ses', { exact: true }).waitFor()
    expect(await name.getAttribute('aria-invalid')).toBe('true')
    await picture(page, 'permissions-refused-da-dark-narrow')
  },
)
