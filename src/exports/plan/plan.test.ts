import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { aFolder } from '../../../test/support/test-app.ts'
import { openEngine } from '../../engine/duckdb.ts'
import type { EngineSession } from '../../engine/engine.ts'
import { quoteText } from '../../engine/quote-name.ts'
import { judgePeople } from './judge-people.ts'
import { packBatches } from './pack-batches.ts'
import { readFigures } from './plan-figures.ts'
import type { PlanInput } from './plan-input.ts'

type Person = { id: string; email: string | null; first?: string | null; last?: string | null; updated?: string }

async function plan(people: readonly Person[], change: Partial<PlanInput> = {}) {
  const folder = await aFolder()
  const engine = await openEngine()
  const session = await engine.session()
  onTestFinished(async () => {
    await session[Symbol.asyncDispose]()
    await engine[Symbol.asyncDispose]()
  })
  const profiles = join(folder, 'profiles.parquet')
  const members = join(folder, 'members.parquet')
  const rows = people.map(
    ({ id, email, first = null, last = null, updated = '2026-01-01' }) =>
      `(${[id, email, first, last].map((text) => (text === null ? 'null' : quoteText(text))).join(', ')}, date '${updated}')`,
  )
  await session.run(
    `copy (select * from (values ${rows.join(', ')}) t(id, email, first, last, updated)) to ${quoteText(profiles)}`,
  )
  await session.run(`copy (select id as profile_key from ${quoteText(profiles)}) to ${quoteText(members)}`)
  const input: PlanInput = {
    segments: [{ name: 'all', files: [members] }],
    profile: { files: [profiles], key: 'id' },
    email: { kind: 'profile', sql: 'p.email' },
    updatedAt: 'updated',
    fields: [
      { name: 'first_name', maxLength: 5, value: { kind: 'profile', sql: 'p.first' } },
      { name: 'last_name', maxLength: 50, value: { kind: 'profile', sql: 'p.last' } },
    ],
    fingerprint: 'mapping 1',
    suppressed: [],
    limits: { emailLength: 50, batchRows: 39_999, batchBytes: 3_900_000 },
    now: new Date('2026-03-01T12:00:00Z'),
    ...change,
  }
  await judgePeople(session, input)
  return { session, input, folder, judged: await judgedRows(session) }
}

async function judgedRows(session: EngineSession) {
  const rows = await session.rows<{
    profile_key: string
    standing: string
    reason: string | null
    notes: string | null
  }>('select profile_key, standing, reason, notes from judged order by profile_key')
  return Object.fromEntries(rows.map((row) => [row.profile_key, row.reason ?? row.standing]))
}

test('each member stands in exactly one place, for a reason', async () => {
  const { judged, session, input } = await plan([
    { id: 'good', email: ' Ann@Example.com ' },
    { id: 'none', email: null },
    { id: 'blank', email: '\u00a0 ' },
    { id: 'no-domain', email: 'ann@example' },
    { id: 'two-ats', email: 'a@b@example.com' },
    { id: 'dots', email: 'ann..lee@example.com' },
    { id: 'long', email: `${'x'.repeat(40)}@example.com` },
    { id: 'letters', email: 'jørgen@smørrebrød.dk' },
  ])
  expect(judged).toEqual({
    good: 'new',
    none: 'email_missing',
    blank: 'email_missing',
    'no-domain': 'email_malformed',
    'two-ats': 'email_malformed',
    dots: 'email_malformed',
    long: 'email_too_long',
    letters: 'new',
  })
  const { all } = await readFigures(session, input)
  expect(all).toEqual({
    members: 8,
    new: 2,
    changed: 0,
    unchanged: 0,
    heldBack: {},
    rejected: { email_malformed: 3, email_missing: 2, email_too_long: 1 },
  })
})

test('of several profiles with one e-mail the most recently updated wins, on a tie the greater key', async () => {
  const { judged } = await plan([
    { id: 'a', email: 'one@example.com', updated: '2026-01-05' },
    { id: 'b', email: 'ONE@example.com', updated: '2026-01-09' },
    { id: 'c', email: 'two@example.com' },
    { id: 'd', email: 'two@example.com' },
  ])
  expect(judged).toEqual({ a: 'duplicate_email', b: 'new', c: 'duplicate_email', d: 'new' })
})

test('blanks are never sent, cells are quoted where they must be, line breaks become spaces, formulas arrive as written', async () => {
  const { session, input } = await plan([
    { id: '1', email: 'a@example.com', first: 'Ann', last: 'Lee, "Jr"' },
    { id: '2', email: 'b@example.com', first: ' ', last: '=SUM(A1)' },
    { id: '3', email: 'c@example.com', first: 'Bo\r\nB', last: '' },
    { id: '4', email: 'd@example.com' },
  ])
  const batches = await packBatches(session, input)
  const lines = await session.rows<{ batch: number; line: string }>('select batch, line from sends order by email')
  const headerOf = (number: number) => batches.find((batch) => batch.number === number)?.header.join(',')
  expect(lines.map(({ batch, line }) => `${headerOf(batch)} | ${line}`)).toEqual([
    'email,first_name,last_name | a@example.com,Ann,"Lee, ""Jr"""',
    'email,last_name | b@example.com,=SUM(A1)',
    'email,first_name | c@example.com,Bo B',
    'email | d@example.com',
  ])
})

test('a value too long is cut and noted, the person is sent', async () => {
  const { session } = await plan([{ id: '1', email: 'a@example.com', first: 'Wolfgang' }])
  expect(await session.rows('select v0, notes, standing from judged')).toEqual([
    { v0: 'Wolfg', notes: 'first_name cut to 5 characters', standing: 'new' },
  ])
})

test('no batch exceeds its rows or its bytes, and nobody is lost between batches', async () => {
  const people = Array.from({ length: 500 }, (_, at) => ({
    id: `p${at}`,
    email: `person${at}@example.com`,
    first: at % 3 === 0 ? null : 'Åse',
    last: 'x'.repeat(at % 50),
  }))
  const { session, input } = await plan(people, { limits: { emailLength: 50, batchRows: 60, batchBytes: 2_000 } })
  const batches = await packBatches(session, input)
  const sizes = await session.rows<{ people: number; bytes: number }>(
    'select count(*) as people, sum(strlen(line) + 1) as bytes from sends group by batch',
  )
  expect(sizes.reduce((sum, { people }) => sum + people, 0)).toBe(500)
  expect(sizes).toHaveLength(batches.length)
  expect(Math.max(...sizes.map(({ people }) => people))).toBeLessThan(60)
  expect(Math.max(...sizes.map(({ bytes }) => bytes))).toBeLessThan(2_000)
})
