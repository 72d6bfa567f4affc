import { afterAll, expect, test } from 'vitest'
import { aShopThat } from '../support/a-shop.ts'
import { browserMissing, closeBrowser, expectAccessible, picture } from '../support/browser-window.ts'
import { signedIn } from '../support/console-lab.ts'
import { contrastOf } from '../support/contrast.ts'
import { people } from '../support/delivery-lab.ts'
import { shopServer } from '../support/shop-server.ts'

afterAll(closeBrowser)

test.skipIf(browserMissing)(
  'the start page leads to what needs a person, and tells how everything stands',
  async () => {
    const guarded = aShopThat({ guards: { newContacts: 3 }, schedule: { repeat: 'daily', times: ['06:00'] } })
    const lab = await shopServer({ shop: guarded })
    const asking = await lab.as('administrator')
    for (const count of [12, 15]) {
      await lab.turnTo(people(count))
      const { body } = await asking.send('POST', '/refreshes', {})
      await expect
        .poll(async () => (await asking.get(`/refreshes/${body.id}`)).body.status, { timeout: 20_000 })
        .toBe('Successful')
    }
    const { body: run } = await asking.send('POST', '/exports/news/runs', { kind: 'export' })
    await lab.until(run.id, ({ status }) => status === 'Waits for approval')

    const page = await signedIn(lab, 'administrator')
    await page.getByText('news: A run waits for approval').waitFor()
    await page.getByRole('region', { name: 'Comes next' }).getByRole('link', { name: 'news' }).waitFor()
    const requests = page.getByRole('region', { name: 'Requests left today' })
    await requests.getByText('of 1,000,000').waitFor()
    // The bar fills as requests are used, so that nearly none is nearly empty.
    const used = Number(await requests.getByRole('progressbar').getAttribute('aria-valuenow'))
    expect(used).toBeLessThan(0.01)
    const customers = page.getByRole('region', { name: 'Customers' })
    await customers.getByText('15', { exact: true }).first().waitFor()
    await customers.getByRole('tab', { name: 'Table' }).click()
    await expect
      .poll(() => customers.getByRole('cell').allTextContents())
      .toEqual([expect.anything(), '12', expect.anything(), '15'])
    await customers.getByRole('tab', { name: 'Chart' }).click()
    await customers.locator('svg').first().waitFor()
    await expectAccessible(page)
    await picture(page, 'home')
    await page.evaluate(() => localStorage.setItem('postbud.language', 'da'))
    await page.setViewportSize({ width: 360, height: 800 })
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.reload()
    await page.getByText('news: En kørsel venter på godkendelse').waitFor()
    const drawn = page.getByRole('region', { name: 'Kunder' }).locator('svg')
    await drawn.first().waitFor()
    await expectAccessible(page)
    await picture(page, 'home-da-dark-narrow')
    // In every theme what is drawn stands out from its ground.
    for (const theme of ['light', 'dark', 'contrast']) {
      await page.evaluate((name) => localStorage.setItem('postbud.theme', name), theme)
      await page.reload()
      await drawn.first().waitFor()
      expect(await contrastOf(drawn.locator('path[id]'), 'stroke'), theme).toBeGreaterThan(3)
    }
    await page.getByRole('link', { name: 'Tag stilling til kørslen' }).click()
    await page.waitForURL(`**/runs/${run.id}`)
    await page.getByRole('button', { name: 'Afvis' }).waitFor()
  },
)
