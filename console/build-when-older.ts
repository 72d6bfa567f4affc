import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build } from 'vite'

// Builds the console for `npm start` in a clone, unless what was built is newer than all of its sources.
const here = import.meta.dirname
const built = resolve(here, '../dist/console/index.html')
const sources = [
  ...readdirSync(here, { recursive: true, encoding: 'utf8' }).map((name) => join(here, name)),
  resolve(here, '../package-lock.json'),
]
const newest = Math.max(...sources.map((path) => statSync(path).mtimeMs))
if (!existsSync(built) || statSync(built).mtimeMs < newest) {
  await build({ configFile: join(here, 'vite.config.ts'), logLevel: 'warn' })
}
