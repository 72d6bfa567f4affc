import { expect, test } from 'vitest'
import { emailSchema } from './people.ts'

test.each([
  [' Ada@Example.com ', 'Ada@Example.com'],
  ["o'brien+news_1.x-y@mail.example.co.uk", "o'brien+news_1.x-y@mail.example.co.uk"],
  ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
  ['ada@XN--bcher-kva.example', 'ada@XN--bcher-kva.example'],
  ['ada@почта.рф', 'ada@xn--80a1acny.xn--p1ai'],
])('%j is taken as %j', (typed, kept) => {
  expect(emailSchema.parse(typed)).toBe(kept)
})

test.each([
  ['søren@example.com', /before the @ that are not ASCII/],
  ['用户@bücher.example', /before the @ that are not ASCII/],
  ['ada', /no e-mail address/],
  ['ada@', /no e-mail address/],
  ['@example.com', /no e-mail address/],
  ['ada@example', /no e-mail address/],
  ['ada@bü cher.example', /no e-mail address/],
  ['ada@bü/../cher.example', /no e-mail address/],
  ['ada@exam\nple.com', /no e-mail address/],
  ['a@b@example.com', /no e-mail address/],
  ['a..b@example.com', /no e-mail address/],
  ['"a b"@example.com', /no e-mail address/],
  ['ada@-example.com', /no e-mail address/],
  [`${'a'.repeat(250)}@example.com`, /254/],
])('%j is refused, with why', (typed, why) => {
  const { error } = emailSchema.safeParse(typed)
  expect(error?.issues.map(({ message }) => message).join()).toMatch(why)
  expect(error?.issues).toHaveLength(1)
})
