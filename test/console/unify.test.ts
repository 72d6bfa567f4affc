import { afterAll, expect, test } from 'vitest'
import { saveDefinitions } from '../../src/definitions/save-definitions.ts'
import { browserMissing, closeBrowser, expectAccessible, picture } from '../support/browser-window.ts'
import { signedIn } from '../support/console-lab.ts'
import { serverLab } from '../support/server-lab.ts'
import { files, threeSources, writeSources } from '../support/three-sources.ts'

afterAll(closeBrowser)

/** A shop, a club and a till in which people stand under several names, and nothing of them read yet. */
async function lab() {
  const made = await serverLab()
  await saveDefinitions(made.app.db, threeSources())
  await writeSources(made.app, files)
  return made
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
    expect.stringMatching(/^till\s+2\s+2 \(100%\)\s+0\s+1 \(50%\)\s+0 \(0%\)\s+1 \(50%\)$/),
  ])
  await expectAccessible(page)
  await picture(page, 'unify')

  await page.getByRole('link', { name: 'Why are these one person?' }).click()
  const [first, second] = [
    page.getByRole('group', { name: 'The first row' }),
    page.getByRole('group', { name: 'The second row' }),
  ]
  await first.getByLabel('Table').selectOption('till')
  await first.getByLabel('Key').fill('77')
  await second.getByLabel('Table').selectOption('club')
  await second.getByLabel('Key').fill('a')
  await page.keyboard.press('Enter')
  await page.getByText('These rows are one person').waitFor()
  await page.getByText('till 77 and shop 1 by the rule “same phone, like name”').waitFor()
  // Who is asked about stands where no server sees it.
  expect(new URL(page.url()).hash).toBe('#till/77/club/a')
  await first.getByLabel('Table').selectOption('shop')
  await first.getByLabel('Key').fill('1')
  await second.getByLabel('Key').fill('b')
  await page.getByRole('button', { name: 'Explain' }).click()
  await page.getByText('These rows are two people').waitFor()
  await page.getByRole('table', { name: 'same e-mail, like name' }).getByText('soren@example.com').waitFor()
  await expectAccessible(page)
  await picture(page, 'unify-why')
})
