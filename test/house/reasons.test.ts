import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { languages } from '../../src/contract/language.ts'
import { reasonsInConsole } from '../../src/contract/reasons/in-console.ts'
import type { Reason } from '../../src/contract/reasons/reason.ts'
import { isReason, reasonGroups, reasonInConsole, reasons, reasonText } from '../../src/contract/reasons.ts'

const root = resolve(import.meta.dirname, '../..')
const codes = Object.keys(reasons)

/** Where runs and refreshes begin, and what they are handed to open accounts with: whatever they import can end one. */
const beginnings = ['src/exports/run/run-export.ts', 'src/run-needs.ts']

/** Codes of errors in those files that no run ever ends with, and why. */
const neverOfARun: Readonly<Record<string, string>> = {
  run_unfinished: 'raised before there is a run',
  definitions_missing: 'raised before there is a run',
  list_exists: 'raised where a person makes a list',
  not_waiting: 'raised by approve and reject',
  run_held: 'raised by approve and reject',
  segment_not_refreshed: 'raised when somebody looks at the members themselves',
}

test('each reason is told in sentences, in every language', () => {
  const unfinished = codes.flatMap((code) =>
    languages.flatMap((language) => {
      const { what, todo } = (reasons as Readonly<Record<string, Reason>>)[code]?.[language] ?? { what: '', todo: '' }
      return [what, todo].every((text) => /^[\p{Lu}][^\n]+\.$/u.test(text)) ? [] : [`${code} (${language})`]
    }),
  )
  expect(unfinished).toEqual([])
  // @ts-expect-error A language that is missing does not pass the types.
  const half: Reason = { en: { what: 'What.', todo: 'Do.' } }
  expect(Object.keys(half)).toHaveLength(1)
})

test('a code stands in one group', () => {
  expect(Object.values(reasonGroups).reduce((sum, group) => sum + Object.keys(group).length, 0)).toBe(codes.length)
})

test('a reason is a text to read; an unknown one is nothing', () => {
  expect(reasonText('email_missing')).toBe('The profile has no e-mail address. Complete it at the source.')
  expect(reasonText('email_missing', 'da')).toBe('Profilen har ingen mailadresse. Udfyld den i datakilden.')
  expect(reasonText('toString')).toBe('')
  expect(isReason('toString')).toBe(false)
})

test('the console tells no command of the terminal and no key of the file, and has words of its own only where the catalogue does', () => {
  const command = /postbud [a-z]|under suppress/
  const everyWord = codes.filter(isReason).flatMap((code) =>
    languages.flatMap((language) => {
      const { what, todo } = reasonInConsole(code, language)
      return [what, todo].map((text) => ({ code, text, own: reasonsInConsole[code]?.[language] !== undefined }))
    }),
  )
  expect(everyWord.filter(({ text }) => command.test(text) || !/^[\p{Lu}][^\n]+\.$/u.test(text))).toEqual([])
  const withCommand = codes.filter((code) => command.test(JSON.stringify(reasons[code as keyof typeof reasons])))
  expect(Object.keys(reasonsInConsole).toSorted()).toEqual(withCommand.toSorted())
})

test('docs/receipts.md tells every reason in the words of the catalogue', () => {
  const rows = new Map(
    read('docs/receipts.md')
      .split('\n')
      .flatMap((line) => (/^\| `(\w+)` \|/.test(line) ? [[/`(\w+)`/.exec(line)?.[1] ?? '', line] as const] : [])),
  )
  const expected = codes.map((code) => `${code}: ${reasonText(code)}`)
  const told = codes.map((code) => `${code}: ${/\| ([^|]*) \|$/.exec(rows.get(code) ?? '')?.[1] ?? ''}`)
  expect(told).toEqual(expected)
})

test('every error that can end a run is a reason of the catalogue', () => {
  const found = [...new Set(reachableFrom(beginnings).flatMap((file) => errorCodesIn(read(file))))]
  expect(found.length).toBeGreaterThan(25)
  expect(found.filter((code) => !isReason(code) && !(code in neverOfARun))).toEqual([])
  expect(Object.keys(neverOfARun).filter(isReason)).toEqual([])
})

test('every reason that is written out in the code is in the catalogue', () => {
  const found = readdirSync(join(root, 'src/exports'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .flatMap((name) => reasonsIn(read(join('src/exports', name)), name))
  expect(found.length).toBeGreaterThan(10)
  expect(found.filter((code) => !isReason(code))).toEqual([])
})

test('the readers of codes see each of their forms', () => {
  expect(errorCodesIn("  override readonly code = 'queue_full'\n")).toEqual(['queue_full'])
  expect(errorCodesIn("  override readonly code: Code\n  const x = { source_gone: 'later' }")).toEqual([])
  const text = `
    override readonly code = 'queue_full'
    columns = {email: 'VARCHAR', reason: 'VARCHAR'}
    { email, reason: 'refused' as const }; failure: { code: 'account_changed' }
    where reason = 'no_consent' or reason in ('refused', 'refused_unnamed')
    throw new Error('guard_contract')
    case when a then 'left_segments' when b then 'rejected' end`
  const written = ['refused', 'account_changed', 'no_consent', 'refused', 'refused_unnamed', 'guard_contract']
  expect(reasonsIn(text, 'judge-people.ts')).toEqual([...written, 'left_segments'])
  expect(reasonsIn(text, 'other.ts')).toEqual(written)
})

function errorCodesIn(text: string): string[] {
  return [...text.matchAll(/override readonly code = '(\w+)'/g)].map(([, code = '']) => code)
}

/** What a receipt says besides its reason. */
const outcomes = ['new', 'changed', 'unchanged', 'held_back', 'rejected', 'unconfirmed', 'not_sent', 'delivered']

/** The reasons in a file's text that stand as literals where a reason stands, in TypeScript or in SQL. */
function reasonsIn(text: string, name: string): string[] {
  const written = [...text.matchAll(/(?<!readonly )\b(?:reason|code)(?::| =) '([a-z_]+)'/g)].map(
    ([, code = '']) => code,
  )
  const listed = [...text.matchAll(/\breason in \(([^)]*)\)/g)].flatMap(([, list = '']) => literalsIn(list))
  const guards = [...text.matchAll(/'(guard_\w+)'/g)].map(([, code = '']) => code)
  const judged = ['judge-people.ts', 'judge-leavers.ts'].includes(basename(name))
  const verdicts = judged ? [...text.matchAll(/\bthen '(\w+)'/g)].map(([, code = '']) => code) : []
  return [...written, ...listed, ...guards, ...verdicts.filter((code) => !outcomes.includes(code))]
}

function literalsIn(list: string): string[] {
  return [...list.matchAll(/'(\w+)'/g)].map(([, code = '']) => code)
}

/** The files of ours that these import at run time, and those import, and so on. */
function reachableFrom(files: readonly string[]): string[] {
  const seen = new Set(files)
  // A set that grows while it is gone through is gone through to its end.
  for (const file of seen) {
    const imports = read(file).matchAll(/^(?:import|export) (?!type\b)[^'";]*?from '(\.[^']+)'/gm)
    for (const [, to = ''] of imports) {
      const path = relative(root, resolve(root, dirname(file), to))
      if (existsSync(join(root, path))) seen.add(path)
    }
  }
  return [...seen]
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}
