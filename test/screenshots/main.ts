import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { launchChromium } from '../support/chromium.ts'
import { pagesOfRouter } from './pages-of-router.ts'
import { startSampleServer } from './sample-server.ts'
import { screens, states } from './screens.ts'
import { languages, nameOf, sizes, takePictures, themes } from './take-pictures.ts'
import { startUnifiedServer } from './unified-server.ts'

// Pictures of every screen, in both languages, every theme, wide and narrow, from a server with the sample in it and from one that has
// unified several sources.
const root = resolve(import.meta.dirname, '../..')

const without = pagesOfRouter().filter((page) => !screens.some((screen) => screen.page === page))
if (without.length > 0) {
  console.error(`No picture is taken of ${without.join(', ')}: add them to test/screenshots/screens.ts.`)
  process.exit(1)
}

// `npm run screenshots -- en-light-wide home` takes those looks and screens alone, and leaves the other pictures there are.
const forDocs = process.argv.includes('--docs')
const folder = join(root, forDocs ? 'docs/pictures' : '.screenshots')
const wanted = forDocs ? screens.filter(({ docs }) => docs) : [...screens, ...states]
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const named = wanted.filter(({ name }) => words.includes(name))
// For the documentation one picture of each is enough.
const looks = forDocs ? ['en-light-wide'] : words.filter((word) => !named.some(({ name }) => name === word))
if (!forDocs && words.length === 0) await rm(folder, { recursive: true, force: true })
await mkdir(folder, { recursive: true })

const starting = { sample: startSampleServer, unified: startUnifiedServer } as const
await using browser = await launchChromium()
let taken = 0
for (const world of ['sample', 'unified'] as const) {
  const chosen = (named.length > 0 ? named : wanted).filter(({ of = 'sample' }) => of === world)
  if (chosen.length === 0) continue
  console.log(`Starting the server: ${world} …`)
  const { server, parts } = await starting[world]()
  await using _ = server
  for (const language of languages) {
    await server.speak(language)
    for (const size of sizes) {
      const all = themes.map((theme) => ({ language, theme, size }))
      const these = all.filter((look) => looks.length === 0 || looks.includes(nameOf(look)))
      // Beside each other, as most of the time is waiting.
      await Promise.all(
        these.map((look) => takePictures(browser, { server, parts, look, screens: chosen, folder, forDocs })),
      )
      taken += these.length * chosen.length
    }
  }
}
console.log(`${taken} pictures in ${folder}`)
