import { afterAll, expect, test } from 'vitest'
import { openSampleAccount } from '../../src/cli/sample-account.ts'
import { browserMissing, closeBrowser, expectAccessible, picture } from '../support/browser-window.ts'
import { signedIn } from '../support/console-lab.ts'
import { freePort } from '../support/free-port.ts'
import { serverLab } from '../support/server-lab.ts'

afterAll(closeBrowser)

test.skipIf(browserMissing)('whoever has nothing yet tries the sample, and sees a list filled', async () => {
  const port = await freePort()
  const lab = await serverLab({
    variables: {
      POSTBUD_PORT: String(port),
      POSTBUD_URL: `http://127.0.0.1:${port}`,
      POSTBUD_SAMPLE_PORT: String(await freePort()),
    },
    sample: openSampleAccount,
  })
  const viewer = await signedIn(lab, 'viewer')
  await viewer.getByRole('heading', { name: 'Nothing has been configured yet' }).waitFor()
  expect(await viewer.getByRole('button', { name: 'Try it with sample data' }).count()).toBe(0)

  const page = await signedIn(lab, 'administrator', { language: 'da', theme: 'dark' })
  await page.getByRole('button', { name: 'Prøv med eksempeldata' }).click()
  await page.getByText('Alle forbindelser kræver dette samtykke').waitFor()
  await expectAccessible(page)
  await picture(page, 'sample')
  await page.getByRole('checkbox', { name: 'Jeg accepterer' }).check()
  await page.getByRole('button', { name: 'Lav eksemplet' }).click()
  await page.waitForURL(/\/runs\//, { timeout: 60_000 })
  await page.getByText('Gennemført').first().waitFor({ timeout: 80_000 })
  await expectAccessible(page)
  await picture(page, 'sample-run')

  // Whose address is held back is told, and where.
  await page.getByText('Eksportens side nævner listen.').waitFor()
  const facts = page.getByRole('term').filter({ hasText: 'Eksport' }).locator('..')
  await facts.getByRole('link').click()
  await page.getByRole('link', { name: 'optouts › email' }).click()
  await page.waitForURL(/\/data\/tables\/optouts/)
})
