import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { unifying as unifyingInDanish } from '../../console/src/app/words/da/unifying.ts'
import { da } from '../../console/src/app/words/da.ts'
import { unifying } from '../../console/src/app/words/en/unifying.ts'
import { en } from '../../console/src/app/words/en.ts'
import type { Screen, WordKey } from './screens.ts'
import type { World } from './worlds.ts'

export const languages = ['en', 'da'] as const
export const themes = ['light', 'dark', 'contrast'] as const
export const sizes = ['wide', 'narrow'] as const

const widths = { wide: 1280, narrow: 360 } as const
const height = 800
const words = { en: { ...en, unifying }, da: { ...da, unifying: unifyingInDanish } } as const

export type Look = {
  readonly language: (typeof languages)[number]
  readonly theme: (typeof themes)[number]
  readonly size: (typeof sizes)[number]
}

type Taking = World & {
  readonly look: Look
  readonly screens: readonly Screen[]
  /** Where the pictures go to. */
  readonly folder: string
  /** What the documentation shows is what fits a screen; to be looked at is all of it. */
  readonly forDocs: boolean
}

export function nameOf({ language, theme, size }: Look): string {
  return `${language}-${theme}-${size}`
}

/** Takes a picture of each of the screens in one look. */
export async function takePictures(browser: Browser, taking: Taking): Promise<void> {
  const { server, parts, look, screens, folder, forDocs } = taking
  const width = widths[look.size]
  const context = await browser.newContext({
    baseURL: server.url,
    locale: look.language === 'da' ? 'da-DK' : 'en-GB',
    colorScheme: look.theme === 'light' ? 'light' : 'dark',
    viewport: { width, height },
    reducedMotion: 'reduce',
  })
  // As whoever chose it in the menu behind one's name has it.
  if (look.theme === 'contrast') await context.addInitScript(() => localStorage.setItem('postbud.theme', 'contrast'))
  const page = await context.newPage()
  // On a machine that does much else.
  page.setDefaultTimeout(300_000)
  for (const screen of [...screens.filter(({ open }) => open), ...screens.filter(({ open }) => !open)]) {
    if (!screen.open) await context.addCookies([server.cookie])
    // Another page than that of the picture before, of which only what stands behind the `#` may be another.
    await page.goto('about:blank')
    await page.goto(addressOf(screen, parts))
    await page
      .getByRole(screen.panel ? 'dialog' : 'heading')
      .first()
      .waitFor()
    await untilStill(page)
    for (const key of screen.press ?? []) {
      const name = wordOf(key, look.language)
      await page
        .getByRole('button', { name, exact: true })
        .or(page.getByRole('tab', { name, exact: true }))
        .first()
        .click()
      await untilStill(page)
    }
    const name = forDocs ? `${screen.name}.png` : `${screen.name}-${nameOf(look)}.png`
    if (!forDocs) await showWhole(page, screen, width)
    await page.screenshot({ path: join(folder, name) })
    await page.setViewportSize({ width, height })
  }
  await context.close()
}

/** What is fetched after what was fetched, and code that comes when it is needed, keep their places turning until they are there. */
async function untilStill(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle', { timeout: 10_000 }).catch(() => undefined)
  for (let quiet = 0; quiet < 3; quiet += 1) {
    await page.locator('.fui-Spinner').first().waitFor({ state: 'detached' })
    // A button that says what it is at, and cannot be pressed meanwhile.
    await page.locator('button[aria-disabled=true]', { hasText: /…$/ }).first().waitFor({ state: 'detached' })
    await page.waitForTimeout(150)
  }
}

/**
 * Makes the window so high that it shows all of a page, or of the panel that is open on it, which scrolls by itself. Lists are
 * some part of the window high and grow with it, so it is looked at again until nothing is hidden.
 */
async function showWhole(page: Page, { panel }: Screen, width: number): Promise<void> {
  const scrolls = panel ? page.locator('[role=dialog], [role=dialog] *') : page.locator('html')
  let high = height
  for (let looks = 0; looks < 5; looks += 1) {
    const hidden = await scrolls.evaluateAll((elements) =>
      Math.max(0, ...elements.map(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)),
    )
    if (hidden === 0) break
    high += hidden
    await page.setViewportSize({ width, height: high })
    await untilStill(page)
  }
  await page.locator('html').evaluate((html) => html.scrollTo(0, 0))
}

function addressOf({ page, with: given = [], search, hash }: Screen, parts: World['parts']): string {
  const left = [...given]
  const path = page.replaceAll(/\$\w+/g, () => {
    const part = left.shift() ?? ''
    return parts[part] ?? part
  })
  return `${path}${search === undefined ? '' : `?${search}`}${hash === undefined ? '' : `#${parts[hash] ?? hash}`}`
}

function wordOf(key: WordKey, language: Look['language']): string {
  const word = key
    .split('.')
    .reduce<unknown>((found, part) => (found as Record<string, unknown>)[part], words[language])
  return String(word)
}
