import { expect, test } from 'vitest'
import { readReceipts } from '../../src/exports/receipts/read-receipts.ts'
import { requireRun } from '../../src/exports/run/run-store.ts'
import { beginErasure } from '../../src/privacy/begin-erasure.ts'
import { carryOnErasure } from '../../src/privacy/carry-on-erasure.ts'
import { sourceToRefresh } from '../../src/refresh/source-to-refresh.ts'
import { refreshSource } from '../../src/sources/refresh-source.ts'
import { deliveryLab, outcomesOf, people } from '../support/delivery-lab.ts'
import { actor, placesOf, signal } from '../support/erasure-lab.ts'

const email = 'person.1@example.com'
const trace = /person\.1@example\.com/

async function lab() {
  const made = await deliveryLab()
  const { needs, definitions } = made
  const begin = (who: { email: string } | { key: string } = { email }) =>
    beginErasure(needs, definitions(), actor, { who, removeFromLists: false })
  const carryOn = (id: string) => carryOnErasure(needs, definitions(), id, signal)
  return { ...made, begin, carryOn, erase: async (who?: { email: string }) => carryOn((await begin(who)).id) }
}

test('who is erased while a run has planned them is not sent, the sums agree, and nothing is left when it has ended', async () => {
  const { run, begin, carryOn, members, app, control } = await lab()
  control.setPace({ instant: false, contactsPerSecond: 1 })
  let id = ''
  let erasing: Promise<unknown> | undefined
  const ended = await run(people(3), {
    told: ({ type }) => {
      if (type !== 'planned') return
      erasing = begin().then(async (erasure) => {
        id = erasure.id
        // The run is at work on the list.
        expect(await carryOn(id)).toMatchObject({ state: 'under_way' })
      })
    },
  })
  await erasing
  expect(ended.status).toBe('Successful')
  const outcomes = outcomesOf(ended)
  const all = Object.values(outcomes).flatMap((byReason) => Object.values(byReason))
  expect(all.reduce((sum, each) => sum + each, 0)).toBe(3)
  const erasure = await carryOn(id)
  expect(erasure.state).toBe('whole')
  expect(await placesOf(app, trace)).toEqual([])
  // Sent or not, as it came: nobody of them stays behind in between.
  expect(members().includes(email)).toBe(outcomes.held_back?.erased !== 1)
})

test('a plan that was stopped before it sent them loses them, and those who were unchanged in it too', async () => {
  const { run, stopAt, erase, members, app } = await lab()
  await run(people(3))
  const changed = people(4).map((each) => (each.id === 'C-1' ? { ...each, first: 'New' } : each))
  await stopAt(changed, 'planned')

  expect(await erase()).toMatchObject({ state: 'whole' })
  expect(await erase({ email: 'person.2@example.com' })).toMatchObject({ state: 'whole' })

  const ended = await run()
  expect(ended.status).toBe('Successful')
  expect(outcomesOf(ended)).toEqual({ delivered: { '': 1 }, unchanged: { '': 1 }, held_back: { erased: 2 } })
  expect(members()).toContain(email)
  expect(await placesOf(app, /person\.[12]@example\.com/)).toEqual([])
})

test('a run that has sent them is waited for, and they stay on the list as somebody whom we never take off', async () => {
  const { run, stopAt, erase, carryOn, members, app, control } = await lab()
  control.setPace({ instant: false, contactsPerSecond: 1000 })
  await stopAt(people(3), 'batch_sent')
  const waits = await erase()
  expect(waits).toMatchObject({ state: 'under_way', waits_for: { code: 'run_unfinished' } })

  const ended = await run()
  expect(outcomesOf(ended)).toEqual({ delivered: { '': 3 } })
  expect(await carryOn(waits.id)).toMatchObject({ state: 'whole' })

  expect(await placesOf(app, trace)).toEqual([])
  const receipts = await readReceipts(app, await requireRun(app.db, ended.id), {}, 10)
  expect(new Set(receipts.map((each) => each.email))).toEqual(
    new Set(['person.0@example.com', 'person.2@example.com', null]),
  )
  // The list is read by every run to come, and nobody becomes known by that again.
  await run(people(3))
  control.leaveList('person.0@example.com')
  await run()
  expect(members()).toContain(email)
  expect(await placesOf(app, trace)).toEqual([])
})

test('two erasures at once are both whole', async () => {
  const { run, begin, carryOn, app } = await lab()
  await run(people(6))
  const ids = await Promise.all([0, 1, 2].map(async (n) => (await begin({ email: `person.${n}@example.com` })).id))
  await Promise.all(ids.map(carryOn))
  for (const id of ids) expect(await carryOn(id)).toMatchObject({ state: 'whole' })
  expect(await placesOf(app, /person\.[012]@example\.com/)).toEqual([])
})

test('asked for twice it is one erasure, by whichever of address and key', async () => {
  const { run, begin, carryOn, app } = await lab()
  await run(people(3))
  const [one, other] = await Promise.all([begin(), begin({ key: 'C-1' })])
  expect(other.id).toBe(one.id)
  expect(await carryOn(one.id)).toMatchObject({ state: 'whole' })
  expect(await app.db.selectFrom('erasures').select('id').execute()).toHaveLength(1)
})

test('whoever is erased while a source is read is not in what was read', async () => {
  const { run, begin, carryOn, needs, definitions, app } = await lab()
  await run(people(2000))
  let erasing: Promise<unknown> | undefined
  const source = sourceToRefresh(definitions(), 'contacts')
  await refreshSource(needs, source, {
    force: true,
    onProgress: ({ stage }) => {
      if (stage === 'writing') erasing ??= begin().then(({ id }) => carryOn(id))
    },
  })
  expect(await erasing).toMatchObject({ state: 'whole' })
  expect(await placesOf(app, /person\.1@example\.com|"C-1"/)).toEqual([])
})

test('an address that changes with the key, or a key with the address, is left out all the same', async () => {
  const { run, erase, app } = await lab()
  await run(people(3))
  await erase()
  await run([
    { id: 'C-1', email: 'new.address@example.com' },
    { id: 'C-77', email: 'PERSON.1@example.com ' },
    { id: 'C-2', email: 'person.2@example.com' },
  ])
  expect(await placesOf(app, /new\.address|C-77|person\.1@/i)).toEqual([])
})

test('who shares an address is one person, and who merely has a like one is not', async () => {
  const { run, erase, app, members } = await lab()
  const shop = [
    { id: 'C-1', email },
    { id: 'C-2', email: ' Person.1@Example.com' },
    { id: 'C-10', email: 'other.person.1@example.com' },
    { id: 'C-11', email: 'person.1@example.com.au' },
  ]
  await run(shop)
  const erasure = await erase()
  expect(erasure.certificate?.erased['table rows']).toBe(2)
  await run(shop)
  expect(members().filter((each) => each !== email)).toEqual(['other.person.1@example.com', 'person.1@example.com.au'])
  const rows = await app.db.selectFrom('source_states').select('rows').execute()
  expect(rows).toEqual([{ rows: 2 }])
})

test('somebody of whom nothing is known is kept out from then on', async () => {
  const { run, erase, app, members } = await lab()
  await run(people(1))
  expect(await erase()).toMatchObject({ state: 'whole', certificate: { erased: {} } })
  await run(people(3))
  expect(members()).toEqual(['person.0@example.com', 'person.2@example.com'])
  expect(await placesOf(app, trace)).toEqual([])
})

test('a removal that is cut off is carried on, and told once', async () => {
  const { run, needs, definitions, members, app, control } = await lab()
  await run(people(3))
  const begun = await beginErasure(needs, definitions(), actor, { who: { email }, removeFromLists: true })
  const stop = new AbortController()
  control.fault({
    method: 'POST',
    path: 'remove_list_memberships',
    nth: 1,
    action: 'drop-after',
  })
  const cut = carryOnErasure(needs, definitions(), begun.id, stop.signal)
  const until = async () => {
    for (;;) {
      const batches = await app.db.selectFrom('batches').select('state').where('kind', '=', 'removal').execute()
      if (batches.some(({ state }) => state !== 'written')) return stop.abort(new Error('stopped'))
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }
  await Promise.all([until(), cut.catch(() => undefined)])

  let erasure = await carryOnErasure(needs, definitions(), begun.id, signal)
  while (erasure.state === 'under_way') erasure = await carryOnErasure(needs, definitions(), begun.id, signal)

  expect(erasure.certificate?.removedFrom).toEqual(['Newsletter'])
  expect(members()).toEqual(['person.0@example.com', 'person.2@example.com'])
  expect(await app.db.selectFrom('runs').select('id').where('kind', '=', 'erasure').execute()).toHaveLength(1)
  expect(await placesOf(app, trace)).toEqual([])
})

test.for([
  `o'hara+"x"@example.com`,
  'a.b*c?(d)[e]{f}|^$@example.com',
  'back\\slash@example.com',
  'åse%_ødegård@exämple.dk',
  `${'x'.repeat(300)}@example.com`,
  'no address at all',
])('an address of any letters is erased: %s', async (odd) => {
  const { run, begin, carryOn, app } = await lab()
  const shop = [...people(2), { id: 'C-odd', email: odd }]
  await run(shop)
  await app.db
    .updateTable('runs')
    .set({ message: `it was ${odd}, they said` })
    .execute()
  expect(await carryOn((await begin({ email: odd.toUpperCase() })).id)).toMatchObject({ state: 'whole' })
  await run(shop)
  expect(await placesOf(app, /C-odd/)).toEqual([])
  const rows = await app.db.selectFrom('source_states').select('rows').execute()
  expect(rows).toEqual([{ rows: 2 }])
  const told = await app.db.selectFrom('runs').select('message').orderBy('created_at').execute()
  expect(told[0]?.message).toBe('it was [erased], they said')
})
