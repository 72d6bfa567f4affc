import { expect, test } from 'vitest'
import type { Catalogue, Table } from '../contract/catalogue.ts'
import { findPaths, followPath } from './find-path.ts'

/** Tables in a row, each tied to the one before; the first to the profile. */
function chain(length: number): Catalogue {
  const name = (at: number) => (at === 0 ? 'profile' : `t${at}`)
  const table = (at: number): Table => ({ name: name(at), key: 'k', columns: [], files: [], version: '1', rows: 0 })
  const tables = Array.from({ length: length + 1 }, (_, at) => table(at))
  const relationships = Array.from({ length }, (_, at) => ({
    name: `r${at + 1}`,
    from: { table: name(at + 1), column: 'k' },
    to: { table: name(at), column: 'k' },
  }))
  return { profile: table(0), tables, relationships, profileAliases: [], timeZone: 'UTC' }
}

test('a path takes 20 steps and no more', () => {
  expect(findPaths(chain(20), ['t20'])[0]).toHaveLength(20)
  expect(findPaths(chain(21), ['t21'])).toEqual([])
  const names = Array.from({ length: 21 }, (_, at) => `r${at + 1}`)
  expect(followPath(chain(21), names)).toEqual({ broken: 'r21' })
})

test('a path passes all tables that are named and ends at one of them', () => {
  expect(findPaths(chain(5), ['t3', 't1'])[0]?.map(({ relationship }) => relationship)).toEqual(['r1', 'r2', 'r3'])
})

test('a path never passes one table twice', () => {
  expect(followPath(chain(3), ['r1', 'r1'])).toEqual({ broken: 'r1' })
})

test('tables that are all tied to each other are searched in no time', () => {
  const names = ['profile', ...Array.from({ length: 30 }, (_, at) => `t${at + 1}`)]
  const tables = [...names, 'alone'].map((name): Table => ({ ...chain(0).profile, name }))
  const relationships = names.flatMap((from, at) =>
    names.slice(0, at).map((to) => ({
      name: `${from}-${to}`,
      from: { table: from, column: 'k' },
      to: { table: to, column: 'k' },
    })),
  )
  const catalogue: Catalogue = { ...chain(0), tables, relationships }
  expect(findPaths(catalogue, ['alone'])).toEqual([])
  expect(findPaths(catalogue, ['t1', 'alone'])).toEqual([])
  expect(findPaths(catalogue, ['t30']).length).toBeGreaterThan(1)
})
