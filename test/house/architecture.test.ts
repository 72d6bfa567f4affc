import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** What may know what, from the bottom up: a folder may import those of lower layers and itself. */
const layers: readonly (readonly string[])[] = [
  ['lib'],
  ['contract'],
  ['config'],
  ['db', 'engine', 'mail'],
  ['definitions', 'access', 'schedules', 'erased'],
  ['sources', 'profiles', 'unification', 'segments', 'constant-contact'],
  // A connection is an account at Constant Contact, so it alone stands above that folder.
  ['connections'],
  ['refresh'],
  ['exports'],
  ['backup', 'project', 'retention', 'privacy'],
  ['system-refresh'],
  ['app'],
  ['run-needs'],
  ['alerts'],
  ['runs'],
  ['sample'],
  ['http'],
  ['cli', 'main'],
]

type Import = { readonly from: string; readonly to: string }

/** Private keys, and the tokens whose shape gives them away: GitHub, AWS, Slack, Stripe, signed JSON. */
const secret =
  /-----BEGIN [A-Z ]*PRIVATE KEY|\bgh[pousr]_\w{36}|\bAKIA[0-9A-Z]{16}\b|\bxox[bap]-\d{6}|\bsk_live_\w{16}|\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\./

test('imports point one way', () => {
  expect(importsOf('src').flatMap(brokenArrow)).toEqual([])
})

test('the check of the arrows sees an arrow turned round, and two that should not know each other', () => {
  const arrow = (from: string, to: string) => brokenArrow({ from, to })
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

test('the console knows the contract and nothing else of ours', () => {
  const foreign = importsOf('console').filter(({ to }) => !to.startsWith('console/') && !to.startsWith('src/contract/'))
  expect(foreign).toEqual([])
})

test('in the console screens know features, features what shows things, and that knows no noun', () => {
  const order = ['ui', 'features', 'routes']
  const placeOf = (file: string) => order.indexOf(file.split('/')[2] ?? '')
  const turned = importsOf('console').filter(({ from, to }) => placeOf(from) >= 0 && placeOf(to) > placeOf(from))
  expect(turned).toEqual([])
})

/**
 * The circles there are, each for a recursion in what it does: a condition holds conditions about related rows, an operand
 * is a segment with rules of its own, and explaining a refused request asks Constant Contact once more.
 */
const recursions = [
  'compile-node → compile-aggregate → related-rows → compile-node',
  'compile-node → operand-members → compile-rules → compile-node',
  'send → explain-forbidden → send',
]

test('no import leads back to where it started, but for the recursions that are meant', () => {
  const circles = ['src', 'sandbox'].flatMap((folder) => cyclesOf(importsOf(folder, 'at run time')))
  expect(circles.map((circle) => fromFirst(circle.replaceAll(/[\w-]+\/|\.ts/g, ''))).sort()).toEqual(
    recursions.map(fromFirst).sort(),
  )
})

test('the check of circles sees one, and none where two ways meet again', () => {
  const arrow = (pair: string) => ({ from: pair[0] ?? '', to: pair[1] ?? '' })
  expect(cyclesOf(['ab', 'bc', 'ca', 'cd'].map(arrow))).toEqual(['a → b → c → a'])
  expect(cyclesOf(['ab', 'ac', 'bd', 'cd'].map(arrow))).toEqual([])
})

test('imports of our own files end in .ts, as Node reads them', () => {
  const folders = ['src', 'sandbox', 'test', 'examples', 'bench', 'console']
  const others = folders.flatMap((folder) => importsOf(folder)).filter(({ to }) => !/\.(tsx?|css)$/.test(to))
  expect(others).toEqual([])
})

test('the reader of imports sees each of their forms, and no text that only looks like one', () => {
  const text = [
    "import { a } from './a.ts'",
    "import type { B } from './b.ts'",
    "import {\n  c,\n  d,\n} from '../c.ts'",
    "import './side-effect.ts'",
    "export { e } from './e'",
    "const later = await import('./later.ts')",
    "// import { no } from './comment.ts'",
    "  const said = 'import { no } from ./text.ts'",
  ].join('\n')
  const found = ['a.ts', 'b.ts', '../c.ts', 'side-effect.ts', 'e', 'later.ts']
  expect(specifiersOf(text)).toEqual(found.map((name) => (name.startsWith('.') ? name : `./${name}`)))
})

test('nothing that looks like a secret is kept with the code', () => {
  const folders = ['src', 'sandbox', 'test', 'examples', 'bench', 'docs', 'bin', '.ci'].filter(exists)
  const kept = [
    ...readdirSync(root).map((name) => [name]),
    ...folders.map((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    ),
  ].flat()
  const readable = kept.filter((name) => /\.(ts|js|json|md|ya?ml|sql|sh)$|^\.ci\/\w/.test(name))
  expect(readable.filter((name) => secret.test(textOf(name)))).toEqual([])
  expect(secret.test(`-----BEGIN ${'RSA PRIVATE KEY'}-----`)).toBe(true)
  expect(secret.test(`ghp_${'x'.repeat(36)}`)).toBe(true)
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

test('Parquet files that others may replace are read by readSnapshot, whole: all but what a source has staged for itself', () => {
  const reading = filesOf('src').filter((file) => !file.endsWith('.test.ts') && /\bread_parquet\(/.test(textOf(file)))
  const others = reading.filter((file) => !file.startsWith('src/sources/stage-'))
  expect(others).toEqual(['src/engine/write-snapshot.ts'])
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
  if (to.startsWith('sandbox/') && ['src/cli/sandbox.ts', 'src/cli/sample-account.ts'].includes(from)) return []
  return theirs.layer >= 0 && theirs.layer < mine.layer ? [] : [`${from} → ${to}`]
}

function layerOf(file: string): { folder: string; layer: number } {
  const [top, second = ''] = file.split('/')
  const folder = top === 'src' ? second.replace(/\.ts$/, '') : (top ?? '')
  return { folder, layer: layers.findIndex((names) => names.includes(folder)) }
}

function importsOf(folder: string, which: 'all' | 'at run time' = 'all'): Import[] {
  return filesOf(folder).flatMap((from) =>
    specifiersOf(which === 'all' ? textOf(from) : textOf(from).replaceAll(/^(import|export) type\s/gm, '// $1 ')).map(
      (to) => ({ from, to: relative(root, resolve(root, dirname(from), to)) }),
    ),
  )
}

/** The files of ours that a text imports, as it writes them. A statement starts its line; import() may stand anywhere. */
function specifiersOf(text: string): string[] {
  const pattern = /^(?:import|export)\s(?:[^'";]*?\sfrom\s+)?'(\.[^']+)'|^[^'"`/]*\bimport\('(\.[^']+)'\)/gm
  return [...text.matchAll(pattern)].map(([, statement, call]) => statement ?? call ?? '')
}

/** Each circle once, from the file at which it was entered. */
function cyclesOf(imports: readonly Import[]): string[] {
  const next = Map.groupBy(imports, ({ from }) => from)
  const done = new Set<string>()
  const walk = (file: string, way: readonly string[]): string[] => {
    const at = way.indexOf(file)
    if (at >= 0) return [[...way.slice(at), file].join(' → ')]
    if (done.has(file)) return []
    const found = (next.get(file) ?? []).flatMap(({ to }) => walk(to, [...way, file]))
    done.add(file)
    return found
  }
  return [...next.keys()].flatMap((file) => walk(file, []))
}

/** The same circle, entered at the file that comes first by name. */
function fromFirst(circle: string): string {
  const files = circle.split(' → ').slice(1)
  const first = files.indexOf([...files].sort()[0] ?? '')
  return [...files.slice(first), ...files.slice(0, first + 1)].join(' → ')
}

function filesOf(folder: string): string[] {
  if (!exists(folder)) return []
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
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
