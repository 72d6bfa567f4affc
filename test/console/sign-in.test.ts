import { afterAll, expect, test } from 'vitest'
import { newSetUpLink } from '../../src/access/set-up.ts'
import { aWindow, browserMissing, closeBrowser, expectAccessible, picture } from '../support/browser-window.ts'
import { serverLab } from '../support/server-lab.ts'

afterAll(closeBrowser)

const password = 'correct horse battery staple'

test.skipIf(browserMissing)(
  'the link of the terminal makes the first administrator, who signs out and in again',
  async () => {
    const { app, url } = await serverLab({ workers: false })
    const link = await newSetUpLink(app, { id: null, name: 'ada', via: 'CLI' })
    const page = await aWindow(url)

    await page.goto('/')
    await page.getByText('Nobody administrates this Postbud yet').waitFor()
    await expectAccessible(page)
    await picture(page, 'sign-in-first')
    // Whoever comes without the link's end is told so, and finds the way to the sign-in.
    await page.goto('/invitation')
    await page.getByRole('heading', { name: 'This link is not complete' }).waitFor()
    await expectAccessible(page)
    await page.goto('/reset')
    // No mail server is set, so no mail is promised.
    await page.getByText('Ask an administrator for a link.').waitFor()
    expect(await page.getByLabel('E-mail').count()).toBe(0)
    await page.getByRole('link', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.goto('/sign-in?problem=oidc_not_invited')
    await page.getByText('You have not been invited yet.').waitFor()
    await page.goto(`/set-up${new URL(link?.address ?? '').hash}`)
    await page.getByRole('heading', { name: 'Set up Postbud' }).waitFor()
    // The token is nowhere that a history or a proxy keeps it.
    await expect.poll(() => page.url()).toBe(`${url}/set-up`)
    await expectAccessible(page)
    await page.getByLabel('Your name').fill('Grace Hopper')
    await page.getByLabel('E-mail').fill('grace@postbud.example')
    await page.getByLabel('New password').fill('grace hopper is here')
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('alert').textContent()).toMatch(/name|e-mail/i)
    await picture(page, 'set-up-refused')
    await page.getByLabel('New password').fill(password)
    await page.getByRole('button', { name: 'Begin' }).click()
    await page.getByRole('heading', { name: 'Home' }).waitFor()
    await expectAccessible(page)
    await picture(page, 'home')

    await page.getByRole('button', { name: 'Grace Hopper' }).click()
    await picture(page, 'person-menu')
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.getByLabel('E-mail').fill('grace@postbud.example')
    await page.locator('input[name=password]').fill('not the password')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    await picture(page, 'sign-in-refused')
    await page.getByText('Ask an administrator for a link.').waitFor()
    await page.locator('input[name=password]').fill(password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Home' }).waitFor()
  },
)

test.skipIf(browserMissing)('somebody invited comes in, in Danish, in the dark, on a telephone', async () => {
  const { app, url, as } = await serverLab({ workers: false })
  const administrator = await as('administrator')
  const invited = await administrator.send('POST', '/users', {
    email: 'svend@postbud.example',
    name: 'Svend',
    role: 'contributor',
    handOver: 'link',
  })
  expect(invited.status).toBe(201)
  const page = await aWindow(url, { language: 'da', theme: 'dark', width: 360 })
  await page.goto(`/invitation${new URL(invited.body.link.address).hash}`)
  await page.getByText('Du er inviteret som svend@postbud.example').waitFor()
  await expectAccessible(page)
  await picture(page, 'invitation-da-dark-narrow')
  // What the server refuses it says in Danish, too.
  await page.getByLabel('Ny adgangskode').fill('svend på postbud')
  await page.getByRole('button', { name: 'Begynd' }).click()
  await page
    .getByText('Denne adgangskode kan ikke bruges: den indeholder dit navn, din mailadresse eller Postbud')
    .waitFor()
  await picture(page, 'invitation-refused-da-dark-narrow')
  await page.getByLabel('Ny adgangskode').fill(password)
  await page.getByRole('button', { name: 'Begynd' }).click()
  await page.getByRole('heading', { name: 'Start' }).waitFor()
  await expectAccessible(page)
  await picture(page, 'home-da-dark-narrow')
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  expect(
    await app.db.selectFrom('users').select('language').where('email', '=', 'svend@postbud.example').execute(),
  ).toEqual([{ language: 'da' }])
})
