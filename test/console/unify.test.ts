import { afterAll, expect, test } from 'vitest'
import { saveDefinitions } from '../../src/definitions/save-definitions.ts'
import { browserMissing, closeBrowser, expectAccessible, picture } from '../support/browser-window.ts'
import { signedIn } from '../support/console-lab.ts'
import { serverLab } from '../support/server-lab.ts'
import { files, threeSources, unified, writeSources } from '../support/three-sources.ts'

afterAll(closeBrowser)

/** A shop, a club and a till in which people stand under several names, and nothing of them read yet. */
async function lab(definitions = threeSources()) {
  const made = await serverLab()
  await saveDefinitions(made.app.db, definitions)
  await writeSources(made.app, { ...files, club: files.club.replace('Deborah', 'Debora') })
  const contributor = await made.as('contributor')
  /** Reads the sources, and waits until that is done. */
  const read = async () => {
    const { id } = (await contributor.send('POST', '/refreshes', { sources: ['shop', 'club', 'till'] })).body
    await expect.poll(async () => (await contributor.get(`/refreshes/${id}`)).body.status).toBe('Successful')
  }
  return { ...made, contributor, read }
}

test.skipIf(browserMissing)('three sources become one row a person, and anybody is told why', async () => {
  const made = await lab()
  const page = await signedIn(made, 'contributor')
  await page.getByRole('link', { name: 'Unify' }).click()
  await page.getByText('Nothing has been unified yet').waitFor()
  await page.getByRole('button', { name: 'Other ways to unify' }).click()
  await page.getByRole('menuitem', { name: 'Read the data sources first', exact: true }).click()
  const tables = page.getByRole('table', { name: 'What became of the rows' })
  await tables.waitFor()
  expect(await tables.getByRole('row').allInnerTexts()).toEqual([
    expect.stringContaining('Duplicates'),
    expect.stringMatching(/^shop\s+3\s+3 \(100%\)\s+0\s+2 \(66.7%\)\s+1 \(33.3%\)\s+0 \(0%\)$/),
    expect.stringMatching(/^club\s+3\s/),
    expect.stringMatching(/^till\s+2\s+2 \(100%\)\s+0\s+1 \(50.0%\)\s+0 \(0%\)\s+1 \(50.0%\)$/),
  ])
  // Who found nobody is folded away, and what no rule has stands in no column.
  const between = page.getByRole('table', { name: 'Between the tables' })
  expect(await between.getByRole('columnheader').allInnerTexts()).toEqual([
    'Rule',
    'Where',
    'Found',
    'Of the unique rows',
  ])
  await page
    .getByText(/^Where rules found nothing/)
    .first()
    .waitFor()
  await page.getByText('till and club: no rule has its fields in both').waitFor()
  const written = page.getByRole('table', { name: 'Tables that unifying wrote' })
  await written.getByRole('row', { name: /^Customer .* 4 Download Customer/ }).waitFor()
  const taken = page.waitForEvent('download')
  await written.getByRole('link', { name: 'Download match-pairs (CSV)' }).click()
  expect((await taken).suggestedFilename()).toBe('match-pairs.csv')
  await expectAccessible(page)
  await picture(page, 'unify')

  await page.getByRole('link', { name: 'Why are these one person?' }).click()
  const first = page.getByRole('group', { name: 'The first row' })
  const second = page.getByRole('group', { name: 'The second row' })
  await first.getByRole('combobox', { name: 'Find a row' }).fill('deborah 77')
  await page.getByRole('option', { name: 'Deborah Jensen till 77' }).click()
  await expect.poll(() => first.getByLabel('Key').inputValue()).toBe('77')
  await second.getByLabel('Table').selectOption('club')
  await second.getByLabel('Key').fill('a')
  await page.keyboard.press('Enter')
  await page.getByText('These rows are one person').waitFor()
  await page.getByText('till 77 and shop 1 by the rule “same phone, like name”').waitFor()
  // Who is asked about stands where no server sees it.
  expect(new URL(page.url()).hash).toBe('#till/77/club/a')
  await page.getByRole('link', { name: 'Show the profile' }).click()
  const email = page.getByRole('row').filter({ hasText: 'debby@example.com' })
  await email.getByText('the newest by Changed').waitFor()
  // What other rows have too is told once, what has no value by name alone, and how unifying came about not at all.
  const family = page.getByRole('table', { name: 'Fields' }).getByRole('row', { name: /^LastName/ })
  expect(await family.innerText()).not.toContain('Other rows have')
  expect(await page.getByRole('row', { name: /^PreviousCustomerId/ }).count()).toBe(0)
  await page.getByText(/^\d fields without a value$/).click()
  await page.getByText('PreviousCustomerId').waitFor()
  await page.getByRole('heading', { name: 'shop (1)' }).waitFor()
  expect(await page.getByRole('heading', { name: /match-pairs|deduplication/ }).count()).toBe(0)
  await picture(page, 'unify-profile')
  await page.getByRole('link', { name: 'Why one with shop 1?' }).first().click()
  await page.getByText('shop 1 and club a by the rule “same e-mail, like name”').waitFor()
  await second.getByLabel('Key').fill('b')
  await page.getByRole('button', { name: 'Explain' }).click()
  await page.getByText('These rows are two people').waitFor()
  await page.getByRole('table', { name: 'same e-mail, like name' }).getByText('soren@example.com').waitFor()
  await expectAccessible(page)
  await picture(page, 'unify-why')
})

test.skipIf(browserMissing)(
  'the steps are edited, looked at before they are saved, and no change is lost',
  // The longest way through the console.
  { timeout: 180_000 },
  async () => {
    const made = await lab()
    await made.read()
    const page = await signedIn(made, 'contributor')
    await page.goto('/data/unify')
    await page.getByRole('link', { name: 'Edit the steps' }).click()
    await page.getByText('shop, key id, 3 rows').waitFor()
    await page.getByText('Phone Telephone').click()
    await page.getByLabel('Name', { exact: true }).fill('Mobile')
    await page.getByLabel('Column in club').selectOption('rettet')
    await picture(page, 'unify-map')
    // What was chosen is undone, and what the field is called is not.
    await page.keyboard.press('Control+z')
    await expect.poll(() => page.getByLabel('Column in club').inputValue()).toBe('')
    await page.getByLabel('What it means').selectOption('A meaning of my own')
    await page.getByLabel('Your own meaning').fill('Loyalty.Line')
    await page.getByText('Mobile Loyalty.Line').waitFor()
    await picture(page, 'unify-own-meaning')
    await page.getByLabel('What it means').selectOption('Telephone')
    await page.getByRole('button', { name: 'Show as text' }).click()
    const text = page.getByLabel('As text (YAML)')
    await text.fill((await text.inputValue()).replace('name: Mobile', 'name: Cellular'))
    await page.getByText('Cellular Telephone').waitFor()
    await page.keyboard.press('Control+z')
    await page.getByText('Mobile Telephone').waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Hide text' }).click()

    await page.getByRole('tab', { name: '3. Match' }).click()
    await page.getByRole('button', { name: 'Change these rules' }).click()
    await page.getByRole('button', { name: 'Add rule' }).click()
    await page.getByLabel('Name of the rule').fill('like first name')
    await page.getByLabel('Precision').selectOption('A percentage')
    await page.getByLabel('Per cent').fill('90')
    await page.getByRole('button', { name: 'Show pairs near the threshold' }).last().click()
    const pairs = page.getByRole('region', { name: 'Pairs near the threshold of like first name' })
    const debby = (made: RegExp) =>
      pairs.getByRole('table', { name: made }).getByRole('row', { name: /shop 1\s+club a/ })
    await debby(/leaves them apart/)
      .getByText('85.7%')
      .waitFor()
    await page.getByLabel('Per cent').fill('85')
    await debby(/makes them one/)
      .getByText('85.7%')
      .waitFor()
    await expectAccessible(page)
    await picture(page, 'unify-match')
    await page.getByRole('tab', { name: '4. Merge' }).click()
    await page.getByText('LastName Importance').click()
    await page.getByLabel('Which table gives the value').selectOption('Most recent')
    await picture(page, 'unify-merge')
    await page.getByRole('tab', { name: '5. Review' }).click()
    const changes = page.getByRole('region', { name: 'What saving would change' })
    const told = async () => (await changes.getByRole('listitem').allInnerTexts()).map((each) => each.split(/\n+/))
    await expect.poll(told).toEqual([
      ['Changed', 'Field Mobile: Name', 'As saved: Phone', 'As edited: Mobile'],
      // Rules of our own look at a field that the standard ones have without being asked.
      [
        'New',
        'Field FirstName LastName',
        'Means: Whole name',
        'From club: fornavn, efternavn put together',
        'From shop: first, last put together',
        'From till: name1, name2 put together',
        'Only compared, not kept with the profile',
      ],
      ['Changed', 'Rules', expect.any(String), 'As edited: Rules of our own'],
      ['New', 'Rule “like first name”', 'FirstName at least 85% alike'],
      [
        'Changed',
        'Field LastName: Which table gives the value',
        'As saved: Importance: the first table that has one',
        'As edited: Most recent, by Changed',
      ],
    ])
    await page.getByRole('button', { name: 'Test run' }).click()
    await page.getByRole('row', { name: /^Customers\s+4\s+4$/ }).waitFor()
    await expectAccessible(page)
    await picture(page, 'unify-review')

    // Somebody else gets in before.
    const { headers, body } = await made.contributor.get('/profiles')
    const theirs = { ...body.definition, groups: [{ fields: ['FirstName', 'LastName'] }] }
    const put = await made.contributor.send('PUT', '/profiles', theirs, { 'if-match': headers.get('etag') ?? '' })
    expect(put.status).toBe(200)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('button', { name: 'Save yours over it' }).click()
    await page.getByText('Nothing has been unified yet').waitFor()
    const { definition } = (await made.contributor.get('/profiles')).body
    expect(definition).toMatchObject({ tables: unified.tables, email: 'Email', updatedAt: 'Changed' })
    expect(definition.groups).toBeUndefined()
    expect(definition.fields.slice(0, 5)).toEqual([
      unified.fields[0],
      { ...unified.fields[1], merge: { mostRecent: 'Changed' } },
      unified.fields[2],
      { ...unified.fields[3], name: 'Mobile' },
      unified.fields[4],
    ])
    expect(definition.match.at(-1)).toEqual({ name: 'like first name', where: [{ field: 'FirstName', precision: 85 }] })
    const byPhone = definition.match.find(({ name }: { name: string }) => name === 'same phone, like name')
    expect(byPhone.where[0]).toEqual({ field: 'Mobile' })
    await page.getByRole('button', { name: 'Other ways to unify' }).click()
    await page.getByRole('menuitem', { name: 'Match only, and leave the profiles as they are' }).click()
    await page.getByText(/^Matched by itself on .*: that would make \d customers$/).waitFor()
    await page.getByText('There are no profiles yet. Unify to make them.').waitFor()
    await picture(page, 'unify-matched')
    await page.getByRole('button', { name: 'Unify now' }).click()
    await page.getByText('Matched by itself').waitFor({ state: 'detached' })
    // Whom it would find the rules before it have found.
    await page
      .getByText(/^Where rules found nothing \(\d+\)$/)
      .first()
      .click()
    await page
      .getByRole('table', { name: /^Where rules found nothing/ })
      .getByRole('row', { name: /like first name/ })
      .first()
      .waitFor()
  },
)

test.skipIf(browserMissing)(
  'in Danish, in the dark, on a telephone: customers of one source are unified with those of another',
  async () => {
    const profiles = { from: 'shop', email: 'mail', firstName: 'first', lastName: 'last' }
    const made = await lab({ ...threeSources({ profiles }), exports: {} })
    await made.read()
    const page = await signedIn(made, 'contributor', { language: 'da', theme: 'dark', width: 360 })
    await page.goto('/data/unify')
    await page.getByText('Hver række i shop er en kunde').waitFor()
    await page.getByRole('checkbox', { name: 'club', exact: true }).press('Space')
    await expectAccessible(page)
    await picture(page, 'unify-offer-da-dark-narrow')
    // Who may not propose anything is offered nothing of the kind, and is told so who comes by the address.
    const viewer = await signedIn(made, 'viewer')
    await viewer.goto('/data/unify')
    await viewer.getByText('Contributors can set it up.').waitFor()
    await viewer.goto('/data/unify/edit?sources=shop,club')
    await viewer.getByText('You may not see this').waitFor()
    await page.getByRole('link', { name: 'Foreslå, hvordan de samles' }).press('Enter')
    await page.getByText('mail Mailadresse').waitFor()
    for (const [step, name] of [
      ['map', '1. Tilknyt'],
      ['deduplicate', '2. Fjern dubletter'],
      ['merge', '4. Flet'],
      ['match', '3. Match'],
    ] as const) {
      await page.getByRole('tab', { name }).press('Enter')
      await page.getByRole('group', { name }).waitFor()
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
      await picture(page, `unify-${step}-da-dark-narrow`)
      if (step !== 'map') await expectAccessible(page)
    }
    await page.getByRole('button', { name: 'Flyt tabellen club' }).press('ArrowUp')
    await page.getByText('1. club (grundlaget)').waitFor()
    // The focus goes along with what was moved.
    await page.getByRole('button', { name: 'Flyt tabellen club' }).and(page.locator(':focus')).press('ArrowDown')
    await page.getByText('1. shop (grundlaget)').waitFor()
    await page.getByRole('button', { name: 'Gem', exact: true }).press('Enter')
    await page.getByRole('button', { name: 'Saml nu' }).press('Enter')
    await page.getByRole('table', { name: 'Hvad der blev af rækkerne' }).waitFor()
    // What was a column of the one source is the field of that name, so that what names it goes on.
    const { definition } = (await made.contributor.get('/profiles')).body
    expect(definition).toMatchObject({
      email: 'mail',
      firstName: 'first',
      tables: [{ source: 'shop' }, { source: 'club' }],
      fields: [{ name: 'first', type: 'first-name', from: { shop: 'first', club: 'fornavn' } }, {}, {}, {}, {}],
    })
    await expectAccessible(page)
    await picture(page, 'unify-da-dark-narrow')
    await page.goto('/data/unify/why#shop/1/club/a')
    await page.getByText('Rækkerne er én person').waitFor()
    await expectAccessible(page)
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    await picture(page, 'unify-why-da-dark-narrow')

    await viewer.goto('/data/unify')
    await viewer.getByRole('table', { name: 'What became of the rows' }).waitFor()
    expect(await viewer.getByRole('button', { name: 'Unify now' }).count()).toBe(0)
    await viewer.getByRole('link', { name: 'Look at the steps' }).click()
    await viewer.goto('/data/unify/edit?step=review')
    await viewer.getByText('mail E-mail').click()
    expect(await viewer.getByLabel('What it means').isDisabled()).toBe(true)
    expect(await viewer.getByRole('button', { name: /Save|Add|Remove/ }).count()).toBe(0)
    await viewer.goto('/data/unify/why#shop/1/club/a')
    await viewer.getByText('These rows are one person').waitFor()
    const sought = viewer.getByRole('group', { name: 'The second row' }).getByRole('combobox', { name: 'Find a row' })
    await sought.fill('debora')
    const found = viewer.getByRole('option', { name: 'Debora Jensen' })
    expect(await found.innerText()).toMatch(/^Debora Jensen\s+D…Y@example.com · club a$/)
    // Nobody finds out an address by searching it letter by letter who does not see it.
    await sought.fill('soren@ex')
    await viewer.getByText('Nobody is found').waitFor()
    await sought.fill('soeren')
    await viewer.getByRole('option', { name: 'Soeren Kjaer' }).waitFor()
    await sought.press('ArrowDown')
    await sought.press('Enter')
    await viewer.getByText('These rows are two people').waitFor()
    expect(new URL(viewer.url()).hash).toBe('#shop/1/club/b')
  },
)
