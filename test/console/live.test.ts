import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { saveDefinitions } from '../../src/definitions/save-definitions.ts'
import { browserMissing, closeBrowser } from '../support/browser-window.ts'
import { signedIn } from '../support/console-lab.ts'
import { people } from '../support/delivery-lab.ts'
import { serverLab } from '../support/server-lab.ts'
import { shopServer } from '../support/shop-server.ts'
import { files, threeSources, writeSources } from '../support/three-sources.ts'

afterAll(closeBrowser)

test.skipIf(browserMissing)(
  'what one does others see where they are, told by one stream a tab or asked for without',
  async () => {
    const lab = await shopServer({ people: people(3) })
    const administrator = await signedIn(lab, 'administrator')
    const viewer = await signedIn(lab, 'viewer')
    const unheard = await signedIn(lab, 'contributor')
    // Whom the server refuses to tell is shown the same, a little later.
    await unheard.route('**/api/v1/events', (route) => route.fulfill({ status: 429 }))
    await unheard.goto('/exports')
    const streams: string[] = []
    viewer.on('request', (request) => {
      if (request.resourceType() === 'eventsource') streams.push(request.url())
    })
    await viewer.goto('/exports')
    await administrator.goto('/exports')
    for (const page of [viewer, unheard]) await row(page, 'news').getByText('Not started').waitFor()
    // A page that is loaded anew would have forgotten it.
    for (const page of [viewer, unheard]) await page.evaluate("document.body.dataset.still = 'there'")

    await administrator.getByRole('button', { name: 'Actions for news' }).click()
    await administrator.getByRole('menuitem', { name: 'Run' }).click()
    for (const page of [administrator, viewer, unheard]) await row(page, 'news').getByText('Successful').waitFor()

    // Within the console, so that it is the same page.
    const link = (page: Page, name: string) => page.getByRole('navigation').getByRole('link', { name, exact: true })
    await link(viewer, 'Segments').click()
    await row(viewer, 'everybody').getByText('3', { exact: true }).waitFor()
    await link(unheard, 'Data sources').click()
    await row(unheard, 'contacts').getByText('3', { exact: true }).waitFor()
    await link(administrator, 'Budget').click()
    const used = administrator.locator('dt', { hasText: 'Used today' }).locator('xpath=following-sibling::dd')
    const spent = Number(await used.textContent())
    await lab.turnTo(people(5))
    const { send } = await lab.as('contributor')
    await send('POST', '/refreshes', { sources: ['contacts'], segments: ['everybody'] })
    await row(viewer, 'everybody').getByText('5', { exact: true }).waitFor()
    await send('POST', '/segments', {
      name: 'some',
      definition: { displayName: 'Some of them', rules: [{ where: { column: 'FirstName', startsWith: 'First 1' } }] },
    })
    await row(viewer, 'Some of them').waitFor()
    await (await lab.as('administrator')).send('POST', '/exports/news/runs', { kind: 'export' })
    await expect.poll(async () => Number(await used.textContent())).toBeGreaterThan(spent)
    await link(viewer, 'Data sources').click()
    for (const page of [viewer, unheard]) await row(page, 'contacts').getByText('5', { exact: true }).waitFor()
    for (const page of [viewer, unheard]) expect(await page.evaluate('document.body.dataset.still')).toBe('there')
    expect(streams).toEqual([`${lab.url}/api/v1/events`])
  },
)

test.skipIf(browserMissing)(
  'a unification that is begun elsewhere is seen where it is looked at, without asking',
  async () => {
    const lab = await serverLab()
    await saveDefinitions(lab.app.db, threeSources())
    await writeSources(lab.app, files)
    const viewer = await signedIn(lab, 'viewer')
    const streams: string[] = []
    viewer.on('request', (request) => {
      if (request.resourceType() === 'eventsource') streams.push(request.url())
    })
    await viewer.goto('/data/unify')
    await viewer.getByText('Nothing has been unified yet').waitFor()
    await viewer.evaluate("document.body.dataset.still = 'there'")
    const { send } = await lab.as('contributor')
    const unify = async () => {
      const { status } = await send('POST', '/refreshes', { sources: ['shop', 'club', 'till'], profiles: true })
      expect(status).toBe(202)
    }
    const said = viewer.getByRole('table', { name: 'What became of the rows' })
    await unify()
    await said.getByRole('row', { name: /^till\s+2\s/ }).waitFor()
    await writeSources(lab.app, { till: `${files.till}79,Somebody,Else,77777777\n` })
    await unify()
    await said.getByRole('row', { name: /^till\s+3\s/ }).waitFor()
    expect(await viewer.evaluate('document.body.dataset.still')).toBe('there')
    expect(streams).toEqual([`${lab.url}/api/v1/events`])
  },
)

function row(page: Page, name: string) {
  return page.getByRole('row').filter({ hasText: name })
}
