import { expect, test } from 'vitest'
import { withoutFormula } from './csv-lines.ts'

test('what a spreadsheet would compute is shown as text, and what it cannot is left as it is', () => {
  const formulas = [
    '=HYPERLINK("http://evil.example","x")',
    '@SUM(A1)',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    '+45-12-34',
    '\t=1+1',
    '\r=1+1',
    '\n=1+1',
    '\uFF1D1+1',
    '-',
    '+',
  ]
  expect(formulas.map(withoutFormula)).toEqual(formulas.map((text) => `'${text}`))
  const plain = [
    '+4512345678',
    '+45 12 34 56 78',
    '+1 (555) 010.2030',
    '-5',
    '-1.5',
    'ada@example.com',
    "O'Hara",
    '',
    'a=b',
    "'=1",
  ]
  expect(plain.map(withoutFormula)).toEqual(plain)
})
