import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

test('links between pages lead to a page and a heading that are there', () => {
  const broken = pages.flatMap((page) =>
    linksOf(page).filter((link) => {
      const [path = '', heading] = link.split('#')
      const target = path === '' ? page : join(dirname(page), path)
      if (!existsSync(join(root, target))) return true
      return heading !== undefined && !headingsOf(target).includes(heading)
    }),
  )
  expect(broken).toEqual([])
})

test('every error of a connection is told with what to do about it', () => {
  const codes = ['src/constant-contact', 'src/connections'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => !name.endsWith('.test.ts'))
      .flatMap((name) => [...read(join(folder, name)).matchAll(/override readonly code = '(\w+)'/g)])
      .map(([, code]) => code ?? ''),
  )
  const page = read('docs/constant-contact.md')
  // These two are about the configuration and stand there.
  const own = codes.filter((code) => code !== 'not_found' && code !== 'config_invalid')
  expect(own.length).toBeGreaterThan(15)
  expect(own.filter((code) => !page.includes(`\`${code}\``))).toEqual([])
})

test('every setting that the program reads is documented', () => {
  const page = read('docs/configuration.md')
  const settings = readdirSync(join(root, 'src/config'))
    .filter((name) => !name.endsWith('.test.ts'))
    .flatMap((name) => [...read(join('src/config', name)).matchAll(/\b(POSTBUD_[A-Z_]+[A-Z])\b/g)])
    .map(([, name]) => name ?? '')
  expect(settings.length).toBeGreaterThan(20)
  expect([...new Set(settings)].filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})

function linksOf(page: string): string[] {
  return [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link]) =>
    link === undefined || /^[a-z]+:/.test(link) ? [] : [link],
  )
}

function headingsOf(page: string): string[] {
  return [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  )
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}
