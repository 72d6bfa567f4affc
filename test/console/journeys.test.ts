import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { reasons } from '../../src/contract/reasons.ts'
import { aShop, type ShopPerson, writePeople } from '../support/a-shop.ts'
import { browserMissing, closeBrowser, expectAccessible, picture } from '../support/browser-window.ts'
import { connectingLab } from '../support/connecting-lab.ts'
import { consolePassword, signedIn } from '../support/console-lab.ts'
import { people } from '../support/delivery-lab.ts'
import { enter, hasFocus, hasFocusWithin, tabTo, takeFromMenu, type } from '../support/keyboard.ts'

afterAll(closeBrowser)

type Lab = Awaited<ReturnType<typeof lab>>

/** A shop with customers and nothing else: what there is besides, the people of this story make in the console. */
async function lab() {
  const made = await connectingLab({
    workers: true,
    shop: aShop({ connections: {}, exports: {}, segments: { nobody: nobodyAtAll } }),
  })
  const come = async (...more: readonly ShopPerson[]) => {
    await writePeople(made.app, [...people(12), { id: 'C-bad', email: 'nobody@nowhere', first: 'First 12' }, ...more])
    const asking = await made.as('contributor')
    const { id } = (await asking.send('POST', '/refreshes', { sources: ['contacts'], segments: ['nobody'] })).body
    await expect.poll(async () => (await asking.get(`/refreshes/${id}`)).body.finishedAt).toEqual(expect.any(String))
  }
  await come()
  return { ...made, come, members: () => Array.from(made.control.members(), ({ email }) => email) }
}

const nobodyAtAll = {
  displayName: 'Nobody at all',
  rules: [{ where: { column: 'FirstName', in: ['Zoe'] } }],
} as const

test.skipIf(browserMissing)(
  'from a connection to its end: an administrator connects, a contributor delivers, a viewer looks, an administrator ends it',
  async () => {
    const made = await lab()
    await administratorConnects(made)
    const run = await contributorDelivers(made)
    await viewerLooks(made, run)
    await administratorEndsIt(made)
    expect(made.troubles).toEqual([])
  },
  // Four people's work.
  600_000,
)

async function administratorConnects(made: Lab): Promise<void> {
  made.control.autoApprove = false
  const page = await signedIn(made, 'administrator')
  await page.getByRole('link', { name: 'Connections' }).click()
  await page.getByRole('heading', { name: 'No connections yet' }).waitFor()
  await looked(page, 'connections-empty')

  await page.getByRole('button', { name: 'Add connection' }).first().click()
  await page.getByRole('menuitem', { name: 'Constant Contact' }).click()
  await page.getByLabel('Display name').fill('Marketing på Øen')
  expect(await page.getByLabel('Name in files and the API').inputValue()).toBe('marketing-pa-oen')
  expect(await page.getByLabel('Redirect address').inputValue()).toBe(`${made.url}/callback`)
  await page.getByLabel('Client id (API key)').fill('sandbox-client')
  await page.getByLabel('Client secret').fill('sandbox-secret')
  await looked(page, 'connect-name')
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByLabel('I agree').waitFor()
  // The focus stays in what is open, although another panel has taken the place of the one in which it was.
  const panel = page.getByRole('dialog', { name: 'Connect Constant Contact' })
  await expect.poll(() => hasFocusWithin(panel)).toBe(true)
  const asked = page.url()
  expect(new URL(asked).searchParams.get('draft')).toMatch(/^[0-9a-z]+$/)
  // It is chosen once the server has it.
  await page.getByLabel('Administrators and contributors').click()
  await expect
    .poll(async () => (await made.app.db.selectFrom('connection_drafts').select('definition').execute())[0]?.definition)
    .toMatchObject({ users: 'contributors' })

  // What was left is found again, by its address and on the page.
  await page.goto('/administrator/connections')
  await page.getByText('You have begun to connect Marketing på Øen').waitFor()
  await picture(page, 'connections-begun')
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.waitForURL(asked)
  await page.reload()
  expect(page.url()).toBe(asked)
  expect(await page.getByLabel('Administrators and contributors').isChecked()).toBe(true)
  await page.getByLabel('I agree').check()
  await picture(page, 'connect-agree')
  await page.getByRole('dialog').getByRole('button', { name: 'Go on' }).click()

  await signInAtConstantContact(page, 'Deny')
  await page.getByText('The sign-in came to nothing').waitFor()
  await looked(page, 'connect-denied')
  await signInAtConstantContact(page, 'Approve')
  await page.getByText('Signed in to Sandbox Outfitters').waitFor()
  expect(page.url()).toBe(asked)

  await page.getByRole('button', { name: 'Add yourself as export user' }).click()
  await page.locator('input[name=password]').fill('not the password at all')
  await looked(page, 'connect-export-user')
  await page.getByRole('dialog').last().getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('alert').waitFor()
  await page.locator('input[name=password]').fill(consolePassword)
  await page.getByRole('dialog').last().getByRole('button', { name: 'Go on' }).click()
  await page.getByText('is the export user').waitFor()
  // What the password was asked from is gone, and the focus has stayed in the panel nevertheless.
  await expect.poll(() => hasFocusWithin(panel)).toBe(true)
  await picture(page, 'connect-save')
  await page.getByRole('button', { name: 'Save' }).click()

  await page.getByRole('heading', { name: 'Marketing på Øen' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/administrator/connections/marketing-pa-oen')
  await page.getByRole('button', { name: 'Check now' }).click()
  await page.getByText('Everything works.').waitFor()
  const shared = page.getByLabel('Contributors can use this connection')
  expect(await shared.isChecked()).toBe(true)
  // It turns when the server has done it.
  await shared.click()
  await page.getByText('Only administrators can use Marketing på Øen from now on').first().waitFor()
  await shared.click()
  await page.getByText('Contributors can use Marketing på Øen from now on').first().waitFor()
  await looked(page, 'connection')

  // Connected anew, it takes the same steps, and goes on as it is until that is saved.
  await page.getByRole('button', { name: 'Connect again' }).click()
  const again = page.getByRole('dialog', { name: 'Connect Marketing på Øen again' })
  await again.getByText('The connection goes on as it is until you save.').waitFor()
  await page.getByLabel('I agree').check()
  await again.getByRole('button', { name: 'Go on' }).click()
  await signInAtConstantContact(page, 'Approve')
  await again.getByText('Signed in to Sandbox Outfitters').waitFor()
  await looked(page, 'reconnect')
  await page.getByRole('button', { name: 'Add yourself as export user' }).click()
  await page.locator('input[name=password]').fill(consolePassword)
  await page.getByRole('dialog').last().getByRole('button', { name: 'Go on' }).click()
  await again.getByText('is the export user').waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  await again.waitFor({ state: 'detached' })
  await page.getByText('Marketing på Øen is connected.').first().waitFor()

  // The sandbox answers faster than Constant Contact allows to be asked.
  await page.getByRole('button', { name: 'Edit' }).click()
  await page.getByLabel('Requests a second').fill('1000')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('1,000 a second,').waitFor()
  const stored = await made.app.db.selectFrom('definitions').select('body').where('kind', '=', 'connection').execute()
  expect(stored).toMatchObject([{ body: { users: 'contributors', displayName: 'Marketing på Øen' } }])
}

/** By keyboard alone, and in high contrast; answers the id of the run. */
async function contributorDelivers(made: Lab): Promise<string> {
  const page = await signedIn(made, 'contributor', { theme: 'contrast' })
  await page.getByRole('heading', { name: 'Needs attention' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'Needs attention' }).waitFor()
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content')
  await page.keyboard.press('Enter')
  expect(await page.evaluate('document.activeElement.id')).toBe('content')
  await enter(page, page.getByRole('link', { name: 'Segments' }))
  await takeFromMenu(page, page.getByRole('button', { name: 'New segment' }).first(), 'Build your own')
  await type(page, page.getByRole('textbox', { name: 'Name', exact: true }), 'Those with a name')
  await type(page, page.getByRole('combobox', { name: 'Column' }), 'first')
  await page.getByRole('option', { name: 'FirstName' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByLabel('How it is compared'))
  await page.keyboard.type('starts with')
  await type(page, page.getByRole('combobox', { name: 'Value' }), 'First')
  await page.getByText('13 of 13 customers (100%)').waitFor()
  await looked(page, 'builder-contrast')
  await enter(page, page.getByRole('button', { name: 'Save and refresh' }))
  await page.waitForURL(/\/segments\/those-with-a-name$/)
  // The last of the tabs, by the keys of tabs.
  await tabTo(page, page.getByRole('tab', { name: 'Members' }))
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')

  await enter(page, page.getByRole('link', { name: 'Add export' }))
  const panel = page.getByRole('dialog', { name: 'Add export' })
  expect(await panel.getByRole('checkbox', { name: 'Those with a name' }).isChecked()).toBe(true)
  await expect.poll(() => hasFocusWithin(panel)).toBe(true)
  // What is missing is told at its field, which has the focus.
  await enter(page, panel.getByRole('button', { name: 'Save' }))
  await panel.getByText('This cannot be saved yet.').waitFor()
  await panel.getByText('Choose a list.').waitFor()
  await looked(page, 'set-up-wrong')
  const list = panel.getByRole('combobox', { name: 'Constant Contact list' })
  await expect.poll(() => hasFocus(list)).toBe(true)
  await page.keyboard.type('news')
  await page.getByRole('option', { name: /Newsletter/ }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect.poll(() => list.inputValue()).toBe('Newsletter')
  await expect.poll(() => panel.getByLabel('Display name').inputValue()).toBe('Those with a name to Newsletter')
  expect(await panel.getByLabel('Column for First name').inputValue()).toBe('FirstName')
  await enter(page, panel.getByRole('button', { name: 'Preview' }))
  const preview = panel.getByRole('region', { name: 'What a run would do' })
  await enter(page, preview.getByRole('button', { name: 'New on the list: 12' }))
  await preview.getByText('person.0@example.com').first().waitFor()
  await looked(page, 'set-up-preview')
  await type(page, panel.getByLabel('Display name'), 'Vores kære kunder')
  await panel.getByText('Name in files and the API: vores-kaere-kunder').waitFor()
  await enter(page, panel.getByRole('button', { name: 'Save' }))
  await panel.waitFor({ state: 'detached' })
  await page.getByText('Vores kære kunder is saved. It was not run.').first().waitFor()
  const asking = await made.as('viewer')
  expect((await asking.get('/exports/vores-kaere-kunder')).body.definition).toMatchObject({
    displayName: 'Vores kære kunder',
    connection: 'marketing-pa-oen',
    list: expect.stringMatching(/^[0-9a-f-]{36}$/),
    segments: ['those-with-a-name'],
    fields: { first_name: 'FirstName' },
  })
  expect((await asking.get('/runs')).body.items).toEqual([])

  await enter(page, page.getByRole('link', { name: 'Exports' }))
  await page.getByRole('link', { name: 'Vores kære kunder' }).waitFor()
  // A panel that is closed gives the focus back to what opened it.
  const add = page.getByRole('link', { name: 'Add export' })
  await enter(page, add)
  await panel.waitFor()
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  await expect.poll(() => hasFocus(add)).toBe(true)
  await takeFromMenu(page, page.getByRole('button', { name: 'Actions for Vores kære kunder' }), 'Run')
  await enter(page, page.getByRole('link', { name: 'Successful' }))
  await page.getByRole('heading', { name: 'Run of Vores kære kunder' }).waitFor()
  const run = new URL(page.url()).pathname.split('/').at(-1) ?? ''
  await page.getByRole('cell', { name: 'person.3@example.com' }).waitFor()
  await page.getByRole('region', { name: 'Tasks' }).getByText('Sending').waitFor()
  await page.getByRole('region', { name: 'Jobs at Constant Contact' }).getByText('Settled').waitFor()
  await looked(page, 'run-contrast')

  // Who fell out where leads to those people.
  await enter(page, page.getByText('Rejected: ').getByRole('button', { name: '1' }))
  await page.getByRole('cell', { name: 'nobody@nowhere' }).waitFor()
  // What to do about it stands beside the bars and above those people.
  expect(await page.getByText(reasons.email_malformed.en.todo).count()).toBe(2)
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
    outcome: 'rejected',
    reason: 'email_malformed',
  })
  // Alt and the left arrow, which a browser without a window does not know.
  await page.goBack()
  await page.getByRole('cell', { name: 'person.3@example.com' }).waitFor()
  await type(page, page.getByLabel('Search for a person'), 'person.11')
  await page.getByRole('cell', { name: 'person.3@example.com' }).waitFor({ state: 'detached' })
  await page.getByRole('cell', { name: 'person.11@example.com' }).waitFor()
  expect(made.members()).toHaveLength(12)
  const file = page.waitForEvent('download')
  await enter(page, page.getByRole('link', { name: 'Download (CSV)' }))
  expect((await file).suggestedFilename()).toMatch(/^vores-kaere-kunder-\w+-members\.csv$/)

  // Who was missed by a run that went well is counted by what sends to them again.
  await page.getByRole('button', { name: 'Try the one not delivered again' }).waitFor()
  await enter(page, page.getByRole('button', { name: 'Undo this run' }))
  await page.getByRole('dialog').getByText('Nobody is unsubscribed.').waitFor()
  await enter(page, page.getByRole('dialog').getByRole('button', { name: 'Look at what that would do' }))
  const outlook = page.getByRole('region', { name: 'What a run would do' })
  await outlook.locator('div', { hasText: /^Taken off the list12$/ }).waitFor()
  expect(await outlook.getByText('New on the list').count()).toBe(0)
  await looked(page, 'undo-contrast')
  await enter(page, page.getByRole('dialog').getByRole('button', { name: 'Take 12 people off the list' }))
  await expect.poll(made.members).toEqual([])
  return run
}

/** On a telephone, in Danish and in the dark: everything is shown, and nothing that may not be done is offered. */
async function viewerLooks(made: Lab, run: string): Promise<void> {
  const page = await signedIn(made, 'viewer', { language: 'da', theme: 'dark', width: 360 })
  const acts =
    /^(Kør( alle)?|Tilføj .+|Opdater|Rediger|Fjern|Slet( .+)?|Fortryd kørslen|Prøv igen|Send igen .+|Nyt .+)$/
  const offered = () => page.getByRole('button', { name: acts }).count()
  await page.getByRole('button', { name: 'Menu' }).click()
  const menu = page.getByRole('dialog').getByRole('link')
  await expect.poll(() => menu.allTextContents()).toEqual(viewersPlaces)
  await page.getByRole('dialog').getByRole('link', { name: 'Segmenter' }).click()
  await page.getByRole('link', { name: 'Nobody at all' }).waitFor()
  await looked(page, 'segments-da-dark-narrow')
  expect(await page.getByRole('checkbox').count()).toBe(0)
  expect(await offered()).toBe(0)
  await page.getByRole('link', { name: 'Nobody at all' }).click()
  await page.getByText('Ingen er med i segmentet').waitFor()
  await looked(page, 'segment-empty-da-dark-narrow')
  await page.getByRole('button', { name: 'Se reglerne' }).click()
  await page.getByText('Derfor er ingen med').waitFor()
  await looked(page, 'segment-empty-rules-da-dark-narrow')
  await page.getByRole('tab', { name: 'Eksport' }).click()
  await page.getByText('Du kan se eksporter, men ikke ændre dem.').waitFor()
  expect(await offered()).toBe(0)
  await page.goto('/segments/those-with-a-name')
  await page.getByRole('cell', { name: 'p…3@example.com' }).waitFor()
  await page.getByText('Du ser mailadresser maskeret.').waitFor()
  await page.goto('/segments/those-with-a-name/edit')
  await page.getByText('Bidragydere og administratorer ændrer segmenter. Du kan se dem.').waitFor()

  await page.goto('/exports')
  await page.getByRole('link', { name: 'Vores kære kunder' }).waitFor()
  await looked(page, 'exports-da-dark-narrow')
  expect(await offered()).toBe(0)
  expect(await page.getByRole('checkbox').count()).toBe(0)
  await page.getByRole('button', { name: 'Handlinger for Vores kære kunder' }).click()
  await expect.poll(() => page.getByRole('menuitem').allTextContents()).toEqual(['Vis', 'Historik'])
  await page.keyboard.press('Escape')
  await page.goto('/data/profiles')
  await page.getByText('13 profiler').waitFor()
  await looked(page, 'profiles-da-dark-narrow')
  await page.getByRole('cell').getByRole('link').first().click()
  await page.getByRole('heading', { name: 'Leveret til' }).waitFor()
  await looked(page, 'profile-da-dark-narrow')
  expect(await offered()).toBe(0)
  await page.goto(`/runs/${run}`)
  await page.getByRole('cell', { name: 'p…3@example.com' }).waitFor()
  await looked(page, 'run-da-dark-narrow')
  expect(await offered()).toBe(0)
  expect(await page.textContent('body')).not.toContain('person.3@')
}

const viewersPlaces = ['Start', 'Segmenter', 'Datakilder', 'Tabeller', 'Saml profiler', 'Profiler', 'Eksport', 'System']

/** In Danish, in the dark: a run that a guard stopped, a person who wants to be forgotten, and the connection when it is no longer wanted. */
async function administratorEndsIt(made: Lab): Promise<void> {
  await made.come(...people(4, 20))
  const page = await signedIn(made, 'administrator', { language: 'da', theme: 'dark', width: 360 })
  const acts = async (act: string) => {
    await page.getByRole('button', { name: 'Handlinger for Vores kære kunder' }).click()
    await page.getByRole('menuitem', { name: act, exact: true }).click()
  }
  await page.goto('/exports')
  await acts('Rediger')
  await page.getByRole('button', { name: 'Grænser' }).click()
  await page.getByLabel('Personer, der må være nye på kontoen').fill('3')
  await page.getByRole('button', { name: 'Gem', exact: true }).click()
  await page.getByText('Gemt. Eksporten er ikke kørt.').first().waitFor()
  await acts('Kør')
  await page.getByRole('link', { name: 'Venter på godkendelse' }).click()
  await page.getByRole('button', { name: 'Godkend' }).waitFor()
  await looked(page, 'run-waits-da-dark-narrow')
  await page.getByRole('button', { name: 'Godkend' }).click()
  await page.getByLabel('Hvorfor (gemmes med kørslen)').fill('Aftalt med Grace')
  await looked(page, 'approve-da-dark-narrow')
  await page.getByRole('dialog').getByRole('button', { name: 'Godkend' }).click()
  await page.getByText('Gennemført', { exact: true }).waitFor()
  expect(made.members()).toHaveLength(16)
  const runs = await made.app.db.selectFrom('runs').select('approval').where('approval', 'is not', null).execute()
  expect(runs).toMatchObject([{ approval: { approved: { note: 'Aftalt med Grace', by: 'Somebody, administrator' } } }])

  await page.goto('/administrator/privacy')
  await page.getByText('Ingen er blevet slettet.').waitFor()
  await looked(page, 'privacy-da-dark-narrow')
  // How long things are kept: a mistake is told at its field, in the server's words.
  await page
    .getByRole('region', { name: 'Hvor længe ting gemmes, og hvad seere ser' })
    .getByRole('button', { name: 'Rediger' })
    .click()
  await page.getByLabel('Kvitteringer, i dage').fill('0')
  await page.getByRole('button', { name: 'Gem', exact: true }).click()
  await page.getByRole('dialog').getByRole('alert').first().waitFor()
  await page.getByLabel('Kvitteringer, i dage').fill('30')
  await looked(page, 'privacy-kept-da-dark-narrow')
  await page.getByRole('button', { name: 'Gem', exact: true }).click()
  await page.getByText('30 dage', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Slet en person' }).click()
  await page.getByLabel('Mail', { exact: false }).last().fill('person.1@example.com')
  await looked(page, 'privacy-erase-da-dark-narrow')
  await page.getByRole('button', { name: 'Slet personen' }).click()
  await page.getByRole('button', { name: 'Slet for altid' }).click()
  await page.getByRole('heading', { name: 'Attest' }).waitFor()
  await looked(page, 'privacy-certificate-da-dark-narrow')
  expect(made.members()).toHaveLength(15)
  expect(made.members()).not.toContain('person.1@example.com')

  await page.goto('/exports')
  await acts('Fjern forbindelsen')
  await page.getByRole('dialog').getByRole('button', { name: 'Fjern forbindelsen' }).click()
  await page.getByRole('cell', { name: 'Ingen forbindelse' }).waitFor()
  await page.goto('/administrator/connections/marketing-pa-oen')
  await page.getByRole('button', { name: 'Fjern', exact: true }).click()
  await page.getByRole('button', { name: 'Fjern Marketing på Øen', exact: true }).click()
  await page.getByRole('heading', { name: 'Marketing på Øen er fjernet' }).waitFor()
  await page.getByText('Newsletter: 15 personer sat på af Postbud').waitFor()
  await page.goto('/exports')
  await acts('Fjern')
  await page.getByRole('dialog').getByRole('button', { name: 'Fjern' }).click()
  await page.getByText('Der er ingen eksporter endnu').waitFor()
  // Whoever is on the list stays there.
  expect(made.members()).toHaveLength(15)
  const asking = await made.as('administrator')
  expect((await asking.get('/connections')).body.items).toEqual([])
  expect((await asking.get('/exports')).body.items).toEqual([])
}

/** Bars nobody, and on a narrow screen nothing of the page is beside it. */
async function looked(page: Page, name: string): Promise<void> {
  await expectAccessible(page)
  await picture(page, name)
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
}

/** Connects, and answers Constant Contact's own page. */
async function signInAtConstantContact(page: Page, decision: 'Approve' | 'Deny'): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: 'Connect', exact: true }).click()
  await page.getByRole('link', { name: 'Authenticate with Constant Contact' }).click()
  await page.getByRole('button', { name: decision }).click()
}
