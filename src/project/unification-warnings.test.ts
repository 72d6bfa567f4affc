import { expect, test } from 'vitest'
import { threeSources, unified } from '../../test/support/three-sources.ts'
import type { MatchRule, UnifiedField } from '../contract/unification.ts'
import { pathText } from '../lib/path-text.ts'
import { unificationWarnings } from './unification-warnings.ts'

test('cards that would name nobody are warned of, and not where a whole name is kept', () => {
  const { firstName: _, lastName: __, ...nameless } = unified
  const warned = (...fields: UnifiedField[]) =>
    unificationWarnings({ profiles: { ...nameless, fields: [...nameless.fields, ...fields] } }).some(({ message }) =>
      message.includes('name nobody'),
    )
  const whole: UnifiedField = { name: 'Whole', type: 'full-name', from: { shop: 'name' } }
  expect(warned()).toBe(true)
  expect(warned(whole)).toBe(false)
  expect(warned({ ...whole, exclude: true })).toBe(true)
  expect(unificationWarnings({ profiles: unified }).some(({ message }) => message.includes('name nobody'))).toBe(false)
})

test('rules that are put aside are asked between no tables, and two of one name are warned of', () => {
  const warnings = (match: readonly MatchRule[], rules: readonly MatchRule[] = []) => {
    const tables = [{ source: 'shop' }, { source: 'club', deduplicate: { rules } }]
    const found = unificationWarnings(threeSources({ profiles: { ...unified, tables, match } }))
    return found.map(({ path, message }) => `${pathText(path)}: ${message}`)
  }
  const rule = { name: 'r', where: [{ field: 'Email' }] }
  expect(warnings([rule])).toEqual([])
  const aside = { ...rule, where: [{ field: 'Email', precision: 1 }], active: false }
  expect(warnings([aside])).toEqual([expect.stringContaining('no rule of match is asked between "club" and "shop"')])
  expect(warnings([rule], [rule])).toEqual([
    expect.stringContaining('profiles.tables[1].deduplicate.rules[0].name: another rule is called "r", too'),
  ])
})
