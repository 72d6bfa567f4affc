import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** What may know what, from the bottom up: a folder may import those of lower layers and itself. */
const layers: readonly (readonly string[])[] = [
  ['lib'],
  ['config', 'contract'],
  ['db', 'engine'],
  ['definitions'],
  ['sources', 'profiles', 'segments', 'constant-contact'],
  // A connection is an account at Constant Contact, so it alone stands above that folder.
  ['connections'],
  ['refresh'],
  ['exports'],
  ['project'],
  ['app'],
  ['cli'],
]

type Import = { readonly from: string; readonly to: string; readonly typeOnly: boolean }

test('imports point one way', () => {
  expect(importsOf('src').flatMap(brokenArrow)).toEqual([])
})

test('the check of the arrows sees an arrow turned round, and two that should not know each other', () => {
  const arrow = (from: string, to: string) => brokenArrow({ from, to, typeOnly: false })
  expect(arrow('src/lib/a.ts', 'src/db/b.ts')).toHaveLength(1)
  expect(arrow('src/segments/a.ts', 'src/sources/b.ts')).toHaveLength(1)
  expect(arrow('src/exports/a.ts', 'src/app.ts')).toHaveLength(1)
  expect(arrow('src/engine/a.ts', 'sandbox/b.ts')).toHaveLength(1)
  expect(arrow('src/exports/a.ts', 'src/engine/b.ts')).toEqual([])
})

test('the sandbox knows nothing of the program', () => {
  const foreign = importsOf('sandbox').filter(({ from, to }) => !from.endsWith('.test.ts') && to.startsWith('src/'))
  expect(foreign).toEqual([])
})

test('files are named after the one thing in them', () => {
  const forbidden = new Set(['index', 'utils', 'util', 'helpers', 'helper', 'manager', 'common', 'misc'])
  const names = ['src', 'sandbox', 'test'].flatMap(filesOf)
  expect(names.filter((name) => forbidden.has(basename(name).split('.')[0] ?? ''))).toEqual([])
  expect(names.filter((name) => /V\d+\.ts$/.test(name) || !/^[a-z0-9.-]+$/.test(basename(name)))).toEqual([])
})

test('no module of ours is mocked', () => {
  const own = relative(root, import.meta.filename)
  const mocking = ['src', 'sandbox', 'test']
    .flatMap(filesOf)
    .filter((name) => name !== own && /\bvi\.(mock|doMock)\(/.test(textOf(name)))
  expect(mocking).toEqual([])
})

test('migrations are numbered from 1 without a gap', () => {
  const names = readdirSync(join(root, 'src/db/migrations')).sort()
  expect(names.map((name) => name.slice(0, 5))).toEqual(names.map((_, at) => `${String(at + 1).padStart(4, '0')}-`))
})

test('what the README links to exists, and the changelog has a Pending section', () => {
  const links = [...textOf('README.md').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) => link ?? '')
  expect(links.length).toBeGreaterThan(3)
  expect(links.filter((link) => !exists(link))).toEqual([])
  expect(textOf('CHANGELOG.md')).toMatch(/^## Pending$/m)
})

function brokenArrow({ from, to }: Import): string[] {
  const mine = layerOf(from)
  const theirs = layerOf(to)
  if (from.endsWith('.test.ts') || mine.folder === theirs.folder) return []
  if (to.startsWith('sandbox/') && from === 'src/cli/sandbox.ts') return []
  return theirs.layer >= 0 && theirs.layer < mine.layer ? [] : [`${from} → ${to}`]
}

function layerOf(file: string): { folder: string; layer: number } {
  const [top, second = ''] = file.split('/')
  const folder = top === 'src' ? second.replace(/\.ts$/, '') : (top ?? '')
  return { folder, layer: layers.findIndex((names) => names.includes(folder)) }
}

function importsOf(folder: string): Import[] {
  return filesOf(folder).flatMap((from) =>
    [...textOf(from).matchAll(/^\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'(\.[^']+)'/gm)].map(
      ([, typeOnly, to = '']) => ({
        from,
        to: relative(root, resolve(root, dirname(from), to)),
        typeOnly: typeOnly !== undefined,
      }),
    ),
  )
}

function filesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))
}

function textOf(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

function exists(link: string): boolean {
  try {
    readFileSync(join(root, link))
    return true
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EISDIR'
  }
}
