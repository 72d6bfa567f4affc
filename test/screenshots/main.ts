import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { launchChromium } from '../support/chromium.ts'
import { pagesOfRouter } from './pages-of-router.ts'
import { type SampleServer, startSampleServer } from './sample-server.ts'
import { type Screen, screens, states } from './screens.ts'

// Pictures of every screen, in both languages, every theme, wide and narrow, from a server with the sample in it.
const root = resolve(import.meta.dirname, '../..')
const folder = join(root, '.screenshots')
const docs = join(root, 'docs/pictures')
const sizes = { wide: 1280, narrow: 360 } as const
const height = 800

const without = pagesOfRouter().filter((page) => !screens.some((screen) => screen.page === page))
if (without.length > 0) {
  console.error(`No picture is taken of ${without.join(', ')}: add them to test/screenshots/screens.ts.`)
  process.exit(1)
}

// `npm run screenshots -- en-light-wide home` takes those looks and screens alone, and leaves the other pictures there are.
const forDocs = process.argv.includes('--docs')
const wanted = forDocs ? screens.filter(({ docs }) => docs) : [...screens, ...states]
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const named = wanted.filter(({ name }) => words.includes(name))
const looks = words.filter((word) => !named.some(({ name }) => name === word))
if (!forDocs && words.length === 0) await rm(folder, { recursive: true, force: true })
await mkdir(forDocs ? docs : folder, { recursive: true })
console.log('Starting a server with the sample …')
await using server = await startSampleServer()
await using browser = await launchChromium()
let taken = 0
for (const language of ['en', 'da'] as const) {
  for (const theme of ['light', 'dark', 'contrast'] as const) {
    for (const [size, width] of Object.entries(sizes)) {
      if (looks.length > 0 && !looks.includes(`${language}-${theme}-${size}`)) continue
      // For the documentation one picture of each is enough.
      if (forDocs && !(language === 'en' && theme === 'light' && size === 'wide')) continue
      taken += await takeAll(browser, server, { language, theme, size, width })
    }
  }
}
console.log(`${taken} pictures in ${forDocs ? docs : folder}`)

type Look = {
  readonly language: 'en' | 'da'
  readonly theme: 'light' | 'dark' | 'contrast'
  readonly size: string
  readonly width: number
}

async function takeAll(
  browser: Browser,
  server: SampleServer,
  { language, theme, size, width }: Look,
): Promise<number> {
  await server.speak(language)
  const context = await browser.newContext({
    baseURL: server.url,
    locale: language === 'da' ? 'da-DK' : 'en-GB',
    colorScheme: theme === 'light' ? 'light' : 'dark',
    viewport: { width, height },
    reducedMotion: 'reduce',
  })
  // As whoever chose it in the menu behind one's name has it.
  if (theme === 'contrast') await context.addInitScript(() => localStorage.setItem('postbud.theme', 'contrast'))
  const page = await context.newPage()
  const chosen = named.length > 0 ? named : wanted
  let count = 0
  for (const screen of [...chosen.filter(({ open }) => open), ...chosen.filter(({ open }) => !open)]) {
    if (!screen.open) await context.addCookies([server.cookie])
    await page.goto(addressOf(screen, server))
    await page
      .getByRole(screen.panel ? 'dialog' : 'heading')
      .first()
      .waitFor()
    await page.waitForLoadState('networkidle', { timeout: 10_000 }).catch(() => undefined)
    // What is fetched after what was fetched, and code that comes when it is needed, keep their places turning until they are there.
    for (let quiet = 0; quiet < 3; quiet += 1) {
      await page.waitForFunction("document.querySelector('.fui-Spinner') === null")
      await page.waitForTimeout(150)
    }
    const name = forDocs ? `${screen.name}.png` : `${screen.name}-${language}-${theme}-${size}.png`
    if (screen.panel && !forDocs) await page.setViewportSize({ width, height: await heightOfPanel(page) })
    // What the documentation shows is what fits a screen; to be looked at is all of it.
    await page.screenshot({ path: join(forDocs ? docs : folder, name), fullPage: !forDocs && !screen.panel })
    await page.setViewportSize({ width, height })
    count += 1
  }
  await context.close()
  return count
}

/** How high a window must be to show all of the panel that is open, which scrolls by itself. */
async function heightOfPanel(page: Page): Promise<number> {
  const hidden = await page
    .getByRole('dialog')
    .first()
    .evaluate((dialog) =>
      Math.max(0, ...[...dialog.querySelectorAll('*')].map((each) => each.scrollHeight - each.clientHeight)),
    )
  return height + hidden
}

function addressOf({ page, with: given = [], search }: Screen, { run }: SampleServer): string {
  const parts = [...given]
  const path = page.replaceAll(/\$\w+/g, () => {
    const part = parts.shift()
    return part === 'run' ? run : (part ?? '')
  })
  return search === undefined ? path : `${path}?${search}`
}
