import { expect, test } from 'vitest'
import { maskEmail, maskEmailsIn } from './mask-email.ts'

test.for([
  ['ann.lee@example.com', 'a…e@example.com'],
  ['bo@example.com', 'b…o@example.com'],
  ['x@example.com', 'x…@example.com'],
  ['"odd@one"@example.com', '"…"@example.com'],
  ['øle@blåbær.dk', 'ø…e@blåbær.dk'],
  ['no address', 'n…s'],
  ['@example.com', '…@example.com'],
  ['ann@', 'a…n@'],
  ['', '…'],
  [null, null],
] as const)('%s is shown as %s', ([email, shown]) => {
  expect(maskEmail(email)).toBe(shown)
})

test('addresses within a text are masked, and the rest of it stays', () => {
  expect(maskEmailsIn('from <ann@example.com>, to bo@example.com; 3 @ 4')).toBe(
    'from <a…n@example.com>, to b…o@example.com; 3 @ 4',
  )
})

test.each([
  ['@', '@'],
  ['a@', 'a@'],
  ['@b', '@b'],
  ['a@@b', 'a@@b'],
  ['ann@example.com', 'a…n@example.com'],
  ['ann@example.com,bo@example.com', 'a…n@example.com,b…o@example.com'],
  ['{"to":"ann@example.com"}', '{"to":"a…n@example.com"}'],
])('%s is told as %s', (text, told) => {
  expect(maskEmailsIn(text)).toBe(told)
})

test('a long text takes no longer than its length', () => {
  for (const text of [
    'a'.repeat(2_000_000),
    '@'.repeat(200_000),
    'a@'.repeat(200_000),
    `${'a'.repeat(500_000)}@b.dk`,
  ]) {
    const began = performance.now()
    maskEmailsIn(text)
    expect(performance.now() - began).toBeLessThan(2_000)
  }
})
