import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { aShop } from '../../test/support/segment-shop.ts'
import { testApp } from '../../test/support/test-app.ts'
import type { SegmentDefinition } from '../contract/segment.ts'
import { membersOf } from './members-of.ts'
import { refreshSegment } from './refresh-segment.ts'
import { loadSegmentSizes, loadSegmentStates } from './segment-states.ts'

const of = (where: unknown, more: Partial<SegmentDefinition> = {}): SegmentDefinition => ({
  rules: [{ where: where as never }],
  ...more,
})

async function begin(segments: Record<string, SegmentDefinition>) {
  let now = new Date('2026-06-15T12:00:00Z')
  const app = await testApp({ clock: { now: () => now, wait: async () => undefined } })
  const { catalogue } = await aShop()
  const given = { catalogue, segments }
  return {
    app,
    given,
    catalogue,
    refresh: (name: string, options = {}) => refreshSegment(app, given, name, options),
    at: (time: string) => {
      now = new Date(time)
    },
  }
}

test('members are computed once, and again when rules, tables or the clock could change them', async () => {
  const segments = {
    californians: of({ column: 'State', equals: 'California' }),
    recent: of({ column: 'purchases.On', withinLast: { value: 1, unit: 'months' } }),
  }
  const { app, refresh, given, catalogue, at } = await begin(segments)
  expect(await refresh('californians')).toEqual({ outcome: 'refreshed', members: 2 })
  expect(await refresh('californians')).toEqual({ outcome: 'unchanged', members: 2 })
  expect(await refresh('californians', { force: true })).toEqual({ outcome: 'refreshed', members: 2 })

  segments.californians = of({ column: 'State', equals: 'Texas' })
  expect(await refresh('californians')).toEqual({ outcome: 'refreshed', members: 1 })
  const changed = { ...given, catalogue: { ...catalogue, profile: { ...catalogue.profile, version: '2' } } }
  expect(await refreshSegment(app, changed, 'californians')).toEqual({ outcome: 'refreshed', members: 1 })

  expect(await refresh('recent')).toEqual({ outcome: 'refreshed', members: 1 })
  at('2026-06-15T21:59:00Z')
  expect(await refresh('recent')).toEqual({ outcome: 'unchanged', members: 1 })
  at('2026-07-15T22:00:00Z')
  expect(await refresh('recent')).toEqual({ outcome: 'refreshed', members: 0 })

  const found = await membersOf(app, 'recent')
  expect(found).toMatchObject({ members: 0, refreshedAt: new Date('2026-07-15T22:00:00Z') })
  expect(found?.files.every((file) => existsSync(file))).toBe(true)
  expect((await loadSegmentSizes(app.db, 'recent')).map(({ members }) => members)).toEqual([0, 1])
  expect(await membersOf(app, 'nobody')).toBeUndefined()
})

test('inactive segments are never refreshed and static ones by hand only', async () => {
  const { refresh } = await begin({
    asleep: of({ all: [] }, { state: 'inactive' }),
    frozen: of({ all: [] }, { type: 'static' }),
  })
  expect(await refresh('asleep')).toEqual({ outcome: 'skipped', reason: 'inactive' })
  await expect(refresh('asleep', { byHand: true })).rejects.toThrow(/"asleep" is inactive and keeps the members/)
  expect(await refresh('frozen')).toEqual({ outcome: 'skipped', reason: 'static' })
  expect(await refresh('frozen', { byHand: true })).toEqual({ outcome: 'refreshed', members: 5 })
})

test('the segments that one names are refreshed first', async () => {
  const { app, refresh } = await begin({
    frozen: of({ column: 'State', equals: 'Texas' }, { type: 'static' }),
    buyers: of({ count: 'purchases', greaterThan: 0 }),
    rest: of({ any: [{ not: { segment: 'buyers' } }, { segment: 'frozen' }] }),
  })
  expect(await refresh('rest')).toEqual({ outcome: 'refreshed', members: 2 })
  expect(await membersOf(app, 'buyers')).toMatchObject({ members: 3 })
  await refresh('frozen', { byHand: true })
  expect(await refresh('rest')).toEqual({ outcome: 'refreshed', members: 3 })
})

test('a failure is noted and the old members stay', async () => {
  const segments = { it: of({ column: 'State', equals: 'Texas' }) }
  const { app, refresh } = await begin(segments)
  await refresh('it')
  const before = await membersOf(app, 'it')
  segments.it = of({ column: 'Stat', equals: 'Texas' })
  await expect(refresh('it')).rejects.toThrow(/rules\.0\.where\.column: the profile has no column "Stat"/)
  expect(await membersOf(app, 'it')).toEqual(before)
  expect((await loadSegmentStates(app)).get('it')?.lastError).toMatch(/no column "Stat"/)
})
