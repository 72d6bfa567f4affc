import { expect, test } from 'vitest'
import { tellApart } from './find-exceptions.ts'

const known = new Map([
  ['new-there@x.dk', { on_list: true, before: false }],
  ['old-there@x.dk', { on_list: true, before: true }],
  ['gone@x.dk', { on_list: false, before: false }],
])
const emails = [...known.keys()]

test.each([
  ['all accounted for: who is absent was refused, the rest landed', 1, [['gone@x.dk', 'rejected', 'refused_unnamed']]],
  [
    'more refused than absent: who was there before us may be among them',
    2,
    [
      ['gone@x.dk', 'rejected', 'refused_unnamed'],
      ['old-there@x.dk', 'unconfirmed', 'refused_unnamed'],
    ],
  ],
  [
    'fewer refused than absent: nobody can say why they are absent',
    0,
    [['gone@x.dk', 'unconfirmed', 'refused_unnamed']],
  ],
  [
    'nothing known: only who is new and there is sure',
    undefined,
    [
      ['gone@x.dk', 'unconfirmed', 'refused_unnamed'],
      ['old-there@x.dk', 'unconfirmed', 'refused_unnamed'],
    ],
  ],
] as const)('%s', (_, unnamed, expected) => {
  const told = tellApart(emails, unnamed, 'refused_unnamed', known)
  expect(told.map(({ email, outcome, reason }) => [email, outcome, reason])).toEqual(expected)
})
