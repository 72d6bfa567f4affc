import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { hasChromium, launchChromium } from './chromium.ts'

/** Whether tests may start a browser. Where there is none they are skipped, loudly; with POSTBUD_REQUIRE_ALL=1 they run and fail. */
export const browserMissing = !hasChromium && process.env.POSTBUD_REQUIRE_ALL !== '1'
if (browserMissing) {
  process.stderr.write('\nSKIPPED: tests in a browser. Install it (apt-get install chromium) to run them.\n\n')
}

let opened: Promise<Browser> | undefined

/** One browser a test file; each test has windows of its own. */
async function browser(): Promise<Browser> {
  opened ??= launchChromium()
  return await opened
}

export async function closeBrowser(): Promise<void> {
  await (await opened)?.close()
  opened = undefined
}

export type Look = {
  readonly language?: 'en' | 'da'
  readonly theme?: 'light' | 'dark' | 'contrast'
  readonly width?: number
}

/** A window of a person with this language, theme and width; what goes wrong in its pages fails the test. */
export async function aWindow(
  url: string,
  { language = 'en', theme = 'light', width = 1280 }: Look = {},
): Promise<Page> {
  const context: BrowserContext = await (await browser()).newContext({
    baseURL: url,
    locale: language === 'da' ? 'da-DK' : 'en-GB',
    colorScheme: theme === 'light' ? 'light' : 'dark',
    viewport: { width, height: 800 },
    reducedMotion: 'reduce',
    // Servers of tests sign their certificates themselves.
    ignoreHTTPSErrors: true,
  })
  // A machine at work on other tests is slow, and no test is about how fast a screen is.
  context.setDefaultTimeout(60_000)
  // As whoever chose it in the menu behind one's name has it.
  if (theme === 'contrast') await context.addInitScript(() => localStorage.setItem('postbud.theme', 'contrast'))
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(error.message))
  page.on('console', (message) => {
    // The browser itself reports each answer of 4xx, and a wrong password is one.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) troubles.push(message.text())
  })
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') await picture(page, `failed${new URL(page.url()).pathname.replaceAll('/', '-')}`)
    await context.close()
    expect(troubles).toEqual([])
  })
  return page
}

/** Nothing on the page bars anybody: WCAG 2.2 AA as far as a program can tell, once what opens and closes has come to rest. */
export async function expectAccessible(page: Page): Promise<void> {
  await expect.poll(() => violationsOf(page), { timeout: 60_000, interval: 500 }).toEqual([])
}

async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    // Fluent's own guards of the focus around a dialog, which the focus never rests on.
    .exclude('[data-tabster-dummy]')
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** A picture for people to look at, where POSTBUD_PICTURES names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.POSTBUD_PICTURES
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}
