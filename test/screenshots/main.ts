import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Browser } from 'playwright-core'
import { launchChromium } from '../support/chromium.ts'
import { pagesOfRouter } from './pages-of-router.ts'
import { type SampleServer, startSampleServer } from './sample-server.ts'
import { type Screen, screens } from './screens.ts'

// Pictures of every screen, in both languages, every theme, wide and narrow, from a server with the sample in it.
const root = resolve(import.meta.dirname, '../..')
const folder = join(root, '.screenshots')
const docs = join(root, 'docs/pictures')
const sizes = { wide: 1280, narrow: 360 } as const

const without = pagesOfRouter().filter((page) => !screens.some((screen) => screen.page === page))
if (without.length > 0) {
  console.error(`No picture is taken of ${without.join(', ')}: add them to test/screenshots/screens.ts.`)
  process.exit(1)
}

// `npm run screenshots -- en-light-wide` takes those alone.
const only = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const forDocs = process.argv.includes('--docs')
if (!forDocs) await rm(folder, { recursive: true, force: true })
await mkdir(forDocs ? docs : folder, { recursive: true })
console.log('Starting a server with the sample …')
await using server = await startSampleServer()
await using browser = await launchChromium()
let taken = 0
for (const language of ['en', 'da'] as const) {
  for (const theme of ['light', 'dark', 'contrast'] as const) {
    for (const [size, width] of Object.entries(sizes)) {
      if (only.length > 0 && !only.includes(`${language}-${theme}-${size}`)) continue
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
    viewport: { width, height: 800 },
    reducedMotion: 'reduce',
  })
  // As whoever chose it in the menu behind one's name has it.
  if (theme === 'contrast') await context.addInitScript(() => localStorage.setItem('postbud.theme', 'contrast'))
  const page = await context.newPage()
  const wanted = screens.filter((screen) => !forDocs || screen.docs)
  let count = 0
  for (const screen of [...wanted.filter(({ open }) => open), ...wanted.filter(({ open }) => !open)]) {
    if (!screen.open) await context.addCookies([server.cookie])
    await page.goto(addressOf(screen, server))
    await page
      .getByRole(screen.panel ? 'dialog' : 'heading')
      .first()
      .waitFor()
    await page.waitForLoadState('networkidle').catch(() => undefined)
    const name = forDocs ? `${screen.name}.png` : `${screen.name}-${language}-${theme}-${size}.png`
    // What the documentation shows is what fits a screen; to be looked at is all of it.
    await page.screenshot({ path: join(forDocs ? docs : folder, name), fullPage: !forDocs })
    count += 1
  }
  await context.close()
  return count
}

function addressOf({ page, with: given = [] }: Screen, { run }: SampleServer): string {
  const parts = [...given]
  return page.replaceAll(/\$\w+/g, () => {
    const part = parts.shift()
    return part === 'run' ? run : (part ?? '')
  })
}
