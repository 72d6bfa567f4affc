import { expect, test } from 'vitest'
import { unified } from '../../test/support/three-sources.ts'
import type { UnifiedField } from '../contract/unification.ts'
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
