import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { App } from '../../src/app.ts'
import type { ExportDefinition } from '../../src/contract/definitions.ts'
import { readSnapshot, writeSnapshot } from '../../src/engine/write-snapshot.ts'
import { endDepartures } from '../../src/exports/list/departures-book.ts'
import { previewExport } from '../../src/exports/plan/preview-export.ts'
import { approveRun, rejectRun } from '../../src/exports/run/approval.ts'
import { carryOnRun, runExport } from '../../src/exports/run/run-export.ts'
import type { RunNeeds } from '../../src/exports/run/run-needs.ts'
import type { RunRow } from '../../src/exports/run/run-store.ts'
import type { Clock } from '../../src/lib/clock.ts'
import { aShopThat, type ShopPerson } from '../support/a-shop.ts'
import { deliveryLab, outcomesOf, people, removalsOf } from '../support/delivery-lab.ts'
import { fastClock } from '../support/fast-clock.ts'

/** Guards that let everything through, where a handful of people is everybody. */
const wide = { removalShare: 1, removalPeople: 1000, emptySegment: false, shrunkShare: 1 }

function mirroring(change: Partial<ExportDefinition> = {}) {
  return aShopThat({ leavers: 'remove', guards: wide, ...change })
}

/** Two exports of everybody to one list. */
function twoExports(news: Partial<ExportDefinition> = {}, more: Partial<ExportDefinition> = {}) {
  const shop = mirroring()
  const { news: plain } = shop.exports
  if (!plain) throw new Error('the shop has no export')
  return { ...shop, exports: { news: { ...plain, ...news }, more: { ...plain, ...more } } }
}

async function ownershipLab(definitions = mirroring(), clock?: Clock) {
  const lab = await deliveryLab({ definitions, ...(clock && { clock }) })
  const approve = async (run: RunRow) =>
    carryOnRun(lab.needs, lab.definitions(), await approveRun(lab.app, run, { by: 'ada', note: null }), lab.request())
  return { ...lab, approve }
}

/** The same, where waiting takes no time. */
async function patientLab(definitions = mirroring()) {
  const movers: ((ms: number) => void)[] = []
  const clock = fastClock((ms) => movers.forEach((move) => void move(ms)))
  const lab = await ownershipLab(definitions, clock)
  movers.push((ms) => lab.control.advance(ms))
  return { ...lab, anHourPasses: () => clock.advance(3_600_000) }
}

/** The same, where imports take long. */
async function slowLab(definitions = mirroring()) {
  const lab = await patientLab(definitions)
  lab.control.setPace({ instant: false, contactsPerSecond: 0.005 })
  return lab
}

test('a run that was killed before it could ask for approval asks, and does not go on', async () => {
  const { run, members, approve } = await ownershipLab(mirroring({ guards: {} }))
  await run(people(200))
  const killed = run(people(50), {
    told: ({ type }) => {
      if (type === 'planned') throw new Error('killed')
    },
  })
  await expect(killed).rejects.toThrow('killed')
  const waiting = await run()
  expect(waiting).toMatchObject({ status: 'Waits for approval', reason: 'guard_removals' })
  expect(members()).toHaveLength(200)
  expect(await approve(waiting)).toMatchObject({ status: 'Successful' })
  expect(members()).toHaveLength(50)
})

test('whom we took off has not departed, though an export that is gone had put them there too', async () => {
  const { run, members, app } = await ownershipLab(twoExports())
  await run(people(3))
  const more = { exportName: 'more' }
  await run(undefined, more)
  // The export is removed from the configuration: it keeps nobody any more.
  await app.db.deleteFrom('export_lists').where('export_name', '=', 'news').execute()
  expect(removalsOf(await run(people(2), more))).toEqual({ removed: { left_segments: 1 } })
  expect(await run(undefined, more)).toMatchObject({ status: 'Successful' })
  expect(outcomesOf(await run(people(3), more))).toEqual({ unchanged: { '': 2 }, delivered: { '': 1 } })
  expect(members()).toHaveLength(3)
})

test('whom a run is taking off has not departed, though somebody looks in the midst of it', async () => {
  const { run, members, stopAt, needs, definitions } = await ownershipLab()
  await run(people(6))
  await stopAt(people(4), 'removal_sent')
  const { signal } = new AbortController()
  await previewExport(needs, definitions(), { exportName: 'news', showEmails: false, signal })
  expect(removalsOf(await run())).toEqual({ removed: { left_segments: 2 } })
  expect(outcomesOf(await run(people(6)))).toEqual({ unchanged: { '': 4 }, delivered: { '': 2 } })
  expect(members()).toHaveLength(6)
})

test('a deletion that an administrator ended holds nobody back, also when the run is carried on', async () => {
  const { run, members, control, app, stopAt } = await ownershipLab()
  await run(people(3))
  control.deleteContact('person.1@example.com')
  await run()
  const who = { email: 'person.1@example.com' }
  await endDepartures(app, {
    accountId: 'p07e1l8cdif9dl',
    reason: 'asked for it',
    actor: { id: null, name: 'ada', via: 'CLI' },
    who,
  })
  await stopAt(undefined, 'planned')
  expect(outcomesOf(await run())).toEqual({ unchanged: { '': 2 }, delivered: { '': 1 } })
  expect(members()).toHaveLength(3)
})

test('whoever was put on the list again after their deletion was ended is ours, also where contacts are not counted', async () => {
  const { run, members, control, app, anHourPasses } = await patientLab()
  control.setUnknowns({ contactsCount: 'absent' })
  await run(people(3))
  const who = { email: 'person.1@example.com' }
  const deleteAndEnd = async () => {
    control.deleteContact(who.email)
    anHourPasses()
    expect(outcomesOf(await run())).toEqual({ unchanged: { '': 2 }, held_back: { deleted: 1 } })
    await endDepartures(app, {
      accountId: 'p07e1l8cdif9dl',
      reason: 'asked for it',
      actor: { id: null, name: 'ada', via: 'CLI' },
      who,
    })
    anHourPasses()
    expect(outcomesOf(await run())).toEqual({ unchanged: { '': 2 }, delivered: { '': 1 } })
    for (let hour = 1; hour <= 3; hour += 1) {
      anHourPasses()
      expect(outcomesOf(await run())).toEqual({ unchanged: { '': 3 } })
    }
  }
  await deleteAndEnd()
  await deleteAndEnd()
  expect(removalsOf(await run(people(1)))).toEqual({ removed: { left_segments: 2 } })
  expect(members()).toEqual(['person.0@example.com'])
})

test.each(['before', 'after'] as const)(
  'killed %s the row of a batch tells of whom was taken out of it, a run goes on',
  async (when) => {
    const { run, members, control, needs, definitions, request, stopAt } = await ownershipLab()
    await stopAt(people(6), 'planned')
    control.addContact({ email: 'person.1@example.com' })
    control.deleteContact('person.1@example.com')
    await expect(runExport(killedAtRewriting(needs, when), definitions(), request())).rejects.toThrow('killed')
    const done = await run()
    expect(done).toMatchObject({ status: 'Successful' })
    expect(outcomesOf(done)).toEqual({ delivered: { '': 5 }, held_back: { deleted: 1 } })
    expect(members()).toHaveLength(5)
  },
)

/** A process that dies when it comes to write the row of a batch, or to anything after that. */
function killedAtRewriting(needs: RunNeeds, when: 'before' | 'after'): RunNeeds {
  let dead = false
  const live = () => {
    if (dead) throw new Error('killed')
  }
  const watched = <T extends object>(target: T, on: (name: string | symbol, args: unknown[]) => void): T =>
    new Proxy(target, {
      get: (of, name) => {
        const value = Reflect.get(of, name)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => {
          on(name, args)
          return Reflect.apply(value, of, args)
        }
      },
    })
  const db = watched(needs.db, (name, [table]) => {
    live()
    if (name !== 'updateTable' || table !== 'batches') return
    dead = true
    if (when === 'before') live()
  })
  return { ...needs, db, directory: watched(needs.directory, live) }
}

test('whom an import put back stays departed, though the run was killed after they were taken off again', async () => {
  const { run, members, control } = await slowLab()
  control.addContact({ email: 'person.3@example.com' })
  await run(people(3))
  control.afterRequest({ method: 'POST', path: 'contacts_file_import' }, () =>
    control.deleteContact('person.3@example.com'),
  )
  let killed = false
  const killing = run(people(4), {
    told: (event) => {
      if (killed || event.type !== 'stage' || event.stage !== 'closing') return
      killed = true
      throw new Error('killed')
    },
  })
  await expect(killing).rejects.toThrow('killed')
  expect(members()).toHaveLength(3)
  expect(outcomesOf(await run())).toEqual({ unchanged: { '': 3 }, held_back: { deleted: 1 } })
  expect(outcomesOf(await run())).toEqual({ unchanged: { '': 3 }, held_back: { deleted: 1 } })
  expect(members()).toHaveLength(3)
})

test('somebody of the others who is deleted while our import waits is not on the list because of us', async () => {
  const { run, members, control } = await slowLab()
  control.addContact({ email: 'person.3@example.com', listIds: [control.list().listId] })
  await run(people(3))
  control.afterRequest({ method: 'POST', path: 'contacts_file_import' }, () =>
    control.deleteContact('person.3@example.com'),
  )
  await run(people(4))
  expect(members()).toHaveLength(3)
  expect(outcomesOf(await run())).toEqual({ unchanged: { '': 3 }, held_back: { deleted: 1 } })
  expect(members()).toHaveLength(3)
})

test('two exports that let go of one person while one of them waits do not leave them on the list', async () => {
  const { run, members, approve } = await ownershipLab(twoExports({ guards: {} }))
  const more = { exportName: 'more' }
  await run(people(200))
  await run(people(140, 60), more)
  const waiting = await run(people(100, 100))
  expect(waiting.figures).toMatchObject({ leaving: { kept: { other_claim: 40 }, toRemove: 60 } })
  expect(removalsOf(await run(people(100, 100), more))).toEqual({ kept: { other_claim: 40 } })
  // Nobody has looked at what taking off those 40 amounts to.
  expect(removalsOf(await approve(waiting))).toEqual({
    removed: { left_segments: 60 },
    not_sent: { other_claim: 40 },
  })
  expect(members()).toHaveLength(140)
  expect(removalsOf(await run())).toEqual({ removed: { left_segments: 40 } })
  expect(members()).toHaveLength(100)
})

test('a run of another export that cannot be carried to its end keeps its list', async () => {
  const { run, members, control } = await ownershipLab(twoExports())
  const stop = new AbortController()
  const stopped = run(people(3), {
    exportName: 'more',
    signal: stop.signal,
    told: ({ type }) => {
      if (type === 'batch_sent') stop.abort()
    },
  })
  await expect(stopped).rejects.toThrow(/abort/i)
  control.fault({ path: '/v3/contacts?', action: 'forbidden', times: Infinity })
  expect(await run()).toMatchObject({ status: 'Failed (permanent)', reason: 'constant_contact_forbidden' })
  control.clearFaults()
  expect(await run()).toMatchObject({ status: 'Successful' })
  expect(members()).toHaveLength(3)
})

test('a rejected run lets go of nobody', async () => {
  const { run, members, needs } = await ownershipLab(twoExports({ guards: {} }))
  const more = { exportName: 'more' }
  await run(people(200))
  await run(people(140, 60), more)
  const waiting = await run(people(100, 100))
  const rejected = await rejectRun(needs, waiting, { by: 'ada', note: 'half of the data are missing' })
  expect(removalsOf(rejected)).toEqual({ not_sent: { not_approved: 100 } })
  expect(removalsOf(await run(people(100, 100), more))).toEqual({ kept: { other_claim: 40 } })
  expect(members()).toHaveLength(200)
})

test('a retry takes off nobody who has come back to the segments', async () => {
  const { run, members, control } = await ownershipLab()
  await run(people(3))
  control.fault({ method: 'POST', path: 'remove_list_memberships', action: { status: 400 } })
  const nowhere = { id: 'nowhere', email: 'nowhere' }
  const failed = await run([...people(2), nowhere])
  expect(removalsOf(failed)).toEqual({ not_sent: { constant_contact_refused: 1 } })
  const again = await run([...people(3), nowhere], { about: { kind: 'retry', subject: failed.id } })
  expect(removalsOf(again)).toEqual({})
  expect(outcomesOf(again)).toEqual({ rejected: { email_malformed: 1 } })
  expect(members()).toHaveLength(3)
})

test('who is on the list by others does not count as ours before the guard of removals', async () => {
  const { run, members, control } = await ownershipLab(mirroring({ guards: {} }))
  const listIds = [control.list().listId]
  for (const { email } of people(1000)) control.addContact({ email, listIds })
  await run(people(1080))
  // All 80 whom we put there, of 1,080 who were delivered.
  const waiting = await run(people(1000))
  expect(waiting).toMatchObject({ status: 'Waits for approval', reason: 'guard_removals' })
  expect(waiting.message).toMatch(/80 of the 80 people/)
  expect(members()).toHaveLength(1080)
})

test('who left the list while a run waited to take them off has departed', async () => {
  const { run, members, approve, control } = await ownershipLab(mirroring({ guards: {} }))
  await run(people(220))
  // The ids of everybody are learnt, so that nothing has to be read to take somebody off.
  await run(people(200))
  const waiting = await run(people(100))
  control.leaveList('person.150@example.com')
  expect(removalsOf(await approve(waiting))).toEqual({ removed: { left_segments: 99, already_gone: 1 } })
  expect(outcomesOf(await run(people(200)))).toMatchObject({ held_back: { left_list: 1 } })
  expect(members()).toHaveLength(199)
})

test('where addresses of two contacts differ in case only, nobody is taken off who may be the other one', async () => {
  const { run, members, control } = await ownershipLab()
  control.setUnknowns({ emailCase: 'sensitive' })
  const capitals = people(8).map(({ email }) => email.toUpperCase())
  for (const email of capitals) control.addContact({ email })
  await run(people(30))
  for (const email of capitals) control.addToList(email)
  expect(removalsOf(await run([]))).toEqual({ removed: { left_segments: 22 }, kept: { before_us: 8 } })
  expect(members()).toEqual(expect.arrayContaining(capitals))
})

test('where contacts are not counted, the number of the list itself tells that somebody came or went', async () => {
  const { run, members, control, anHourPasses } = await patientLab()
  control.setUnknowns({ contactsCount: 'absent' })
  const runLater = async (who: readonly ShopPerson[]) => {
    anHourPasses()
    return run(who)
  }
  control.addContact({ email: 'person.3@example.com' })
  await run(people(3))
  await runLater(people(3))
  control.leaveList('person.1@example.com')
  const others = people(3).map((each) => ({ ...each, first: 'Other' }))
  expect(outcomesOf(await runLater(others))).toEqual({ delivered: { '': 2 }, held_back: { left_list: 1 } })
  control.addToList('person.3@example.com')
  await runLater(people(4))
  expect(removalsOf(await runLater(people(3)))).toEqual({ kept: { before_us: 1 } })
  expect(members()).toEqual(['person.0@example.com', 'person.2@example.com', 'person.3@example.com'])
})

test('an answer about somebody else takes nobody off, and lets nobody go', async () => {
  const { run, members, control } = await ownershipLab()
  await run(people(3))
  const { contactId } = control.contact('person.0@example.com') ?? {}
  const other = { contact_id: contactId, email_address: { address: 'person.0@example.com' } }
  const contacts = [{ ...other, list_memberships: [control.list().listId] }]
  control.fault({ path: /contacts\?email=/, action: { status: 200, body: { contacts } } })
  expect(await run(people(2))).toMatchObject({ status: 'Failure (will retry)', reason: 'unexpected_answer' })
  expect(members()).toHaveLength(3)
  expect(removalsOf(await run())).toEqual({ removed: { left_segments: 1 } })
  expect(members()).toHaveLength(2)
})

test('whom an import that failed for good has not put on the list belongs to whoever puts them there', async () => {
  const { run, members, control } = await ownershipLab()
  await run(people(3))
  control.addContact({ email: 'person.3@example.com' })
  control.activityFault({ action: 'failed' })
  expect(outcomesOf(await run(people(4)))).toEqual({ unchanged: { '': 3 }, unconfirmed: { job_failed: 1 } })
  control.addToList('person.3@example.com')
  expect(outcomesOf(await run(people(4)))).toEqual({ unchanged: { '': 3 }, delivered: { '': 1 } })
  expect(removalsOf(await run(people(3)))).toEqual({ kept: { before_us: 1 } })
  expect(members()).toHaveLength(4)
})

test('whom a removal took off before it was refused has not departed', async () => {
  const { run, members, control } = await ownershipLab()
  await run(people(6))
  control.activityFault({ kind: 'removal', action: 'timed_out' })
  control.fault({ method: 'POST', path: 'remove_list_memberships', nth: 2, action: { status: 400 } })
  expect(await run(people(2))).toMatchObject({ status: 'Failed (permanent)' })
  expect(members()).toHaveLength(4)
  expect(outcomesOf(await run(people(6)))).toEqual({ unchanged: { '': 4 }, delivered: { '': 2 } })
  expect(members()).toHaveLength(6)
})

test('a preview undoes nothing that is decided while it looks', async () => {
  const { run, members, control, app, needs, definitions } = await ownershipLab()
  await run(people(3))
  control.leaveList('person.1@example.com')
  await run()
  control.addContact({ email: 'stranger@example.com', listIds: [control.list().listId] })
  const end = () =>
    endDepartures(app, {
      accountId: 'p07e1l8cdif9dl',
      reason: 'asked for it',
      actor: { id: null, name: 'ada', via: 'CLI' },
      who: { email: 'person.1@example.com' },
    })
  let refused: unknown
  control.whenRequest({ path: 'status=all&updated_after' }, async () => {
    refused = await end().catch((thrown) => thrown)
  })
  const { signal } = new AbortController()
  await previewExport(needs, definitions(), { exportName: 'news', showEmails: false, signal })
  expect(refused).toMatchObject({ code: 'list_busy' })
  expect(await end()).toBe(1)
  expect(outcomesOf(await run())).toMatchObject({ delivered: { '': 1 } })
  expect(members()).toHaveLength(4)
})

/** Six fields filled in every way, which is more than are sent in whole lines: the last of the people have several lines. */
const manyWays = {
  fields: { first_name: 'A', last_name: 'B', job_title: 'C', company_name: 'D', city: 'E', state: 'F' },
  /** The last of them has one of their lines in the last import. */
  lastPerson: 'p63@example.com',
  async write(app: App, consent: (n: number) => string): Promise<void> {
    const rows = Array.from({ length: 64 }, (_, n) => {
      const cells = Object.keys(manyWays.fields).map((_name, bit) => ((n >> bit) % 2 === 1 ? `v${n}` : ''))
      return [`C-${n}`, `p${n}@example.com`, ...cells, consent(n)].join(',')
    })
    const path = join(dirname(app.config.file), 'contacts.csv')
    await writeFile(path, `ContactId,EMail,A,B,C,D,E,F,Consent\n${rows.join('\n')}\n`)
  },
}

test('who withdraws their consent when one of their lines has been imported is taken off by the next run', async () => {
  const { fields, lastPerson, write } = manyWays
  const { run, members, app } = await ownershipLab(mirroring({ fields, consent: 'Consent' }))
  await write(app, () => 'yes')
  const stop = new AbortController()
  const stopped = run(undefined, {
    signal: stop.signal,
    told: (event) => {
      if (event.type === 'batch_sent' && event.number === event.batches - 1) stop.abort()
    },
  })
  await expect(stopped).rejects.toThrow(/abort/i)
  await write(app, (n) => (n === 63 ? 'no' : 'yes'))
  expect(outcomesOf(await run())).toEqual({ delivered: { '': 63 }, held_back: { no_consent: 1 } })
  expect(removalsOf(await run())).toEqual({ removed: { consent_withdrawn: 1 } })
  expect(members()).toHaveLength(63)
  expect(members()).not.toContain(lastPerson)
})

test('whoever is deleted while the last import with a line of theirs waits is taken off again', async () => {
  const { fields, lastPerson, write } = manyWays
  const { run, members, app, control } = await slowLab(mirroring({ fields }))
  control.setPace({ instant: true })
  await write(app, () => 'yes')
  control.afterRequest({ method: 'POST', path: 'contacts_file_import', nth: 25 }, () => {
    control.deleteContact(lastPerson)
  })
  control.whenRequest({ method: 'POST', path: 'contacts_file_import', nth: 25 }, () => {
    control.setPace({ instant: false })
  })
  expect(outcomesOf(await run())).toEqual({ delivered: { '': 63 }, held_back: { deleted: 1 } })
  expect(members()).toHaveLength(63)
  control.setPace({ instant: true })
  expect(outcomesOf(await run())).toEqual({ unchanged: { '': 63 }, held_back: { deleted: 1 } })
  expect(members()).toHaveLength(63)
})

test('what an earlier Postbud wrote of a list and of departures is read on', async () => {
  const { run, members, control, app } = await ownershipLab()
  control.addContact({ email: 'person.9@example.com' })
  control.unsubscribe('person.9@example.com')
  await run(people(3))
  const { file: claims } = await app.db.selectFrom('claims').select('file').executeTakeFirstOrThrow()
  const { file: departures } = await app.db.selectFrom('departures').select('file').executeTakeFirstOrThrow()
  await using session = await app.engine.session()
  for (const [stored, column] of [
    [claims, 'doubted_at'],
    [departures, 'lists'],
  ] as const) {
    const path = app.directory.absolute(stored)
    await writeSnapshot(session, path, {
      text: `select * exclude (${column}) from ${readSnapshot([path])}`,
      params: [],
    })
  }
  expect(removalsOf(await run([...people(2), ...people(1, 9)]))).toEqual({ removed: { left_segments: 1 } })
  expect(members()).toHaveLength(2)
})

test('who was imported without a word of it, was seen on the list and left it is not put back', async () => {
  const { run, members, control, anHourPasses } = await patientLab()
  control.setUnknowns({ listChangeTouchesUpdatedAt: true })
  await run(people(3))
  control.activityFault({ action: 'vanished', share: 0 })
  expect(outcomesOf(await run(people(4)))).toEqual({ unchanged: { '': 3 }, unconfirmed: { job_vanished: 1 } })
  control.addContact({ email: 'person.3@example.com', listIds: [control.list().listId] })
  control.activityFault({ action: 'vanished', share: 0 })
  anHourPasses()
  await run(people(4))
  control.leaveList('person.3@example.com')
  anHourPasses()
  expect(outcomesOf(await run(people(4)))).toEqual({ unchanged: { '': 3 }, held_back: { left_list: 1 } })
  expect(members()).toHaveLength(3)
})

test.each(['somebody whom it puts there', 'somebody who was there'] as const)(
  'a deletion while the run is at work is departing from the list, of %s',
  async (who) => {
    const { run, members, control } = await ownershipLab()
    await run(people(who === 'somebody who was there' ? 3 : 2))
    // Whoever else is in the import may be refused, so long as it names them.
    control.refuseEmail({ email: 'person.4@example.com' })
    control.afterRequest({ method: 'POST', path: 'contacts_file_import', nth: 1 }, () =>
      control.deleteContact('person.2@example.com'),
    )
    await run(people(5))
    control.addContact({ email: 'person.2@example.com', permission: 'implicit' })
    const heldBack = { deleted: 1, rejected_before: 1 }
    expect(outcomesOf(await run())).toEqual({ unchanged: { '': 3 }, held_back: heldBack })
    expect(members()).toHaveLength(3)
  },
)
