import { expect } from 'vitest'
import type { ExportDefinition } from '../../src/contract/definitions.ts'
import { readReceipts, readRemovalReceipts } from '../../src/exports/receipts/read-receipts.ts'
import type { RunEvent } from '../../src/exports/run/run-events.ts'
import type { RunRow } from '../../src/exports/run/run-store.ts'
import { aShop, type ShopPerson } from './a-shop.ts'
import { deliveryLab, type LabOptions } from './delivery-lab.ts'
import { fastClock } from './fast-clock.ts'

export type FaultLab = Awaited<ReturnType<typeof faultLab>>

/** How somebody came to be nobody to be sent to, by their own hand or the account's. */
export type Departure = 'unsubscribed' | 'deleted' | 'left'

export type FaultLabOptions = Omit<LabOptions, 'clock' | 'definitions'> & {
  /** So many people are in the segment at a time, and so many of them are others the day after. */
  readonly crowd?: number
  readonly turnover?: number
  readonly change?: Partial<ExportDefinition>
}

export type Day = {
  /** What the day is about, for whoever reads that it went wrong. */
  readonly name?: string
  /** Stops the run by hand at its first event of this type, and what happens before it is carried on. */
  readonly stop?: { readonly at: RunEvent['type']; readonly meanwhile: () => void } | undefined
  /** What a person does about it after a run that did not end well. */
  readonly mend?: ((run: RunRow) => unknown) | undefined
  readonly told?: ((event: RunEvent) => void) | undefined
  /** Whether people may be imported again: where nobody can tell what became of a job, that is what care asks for. */
  readonly again?: boolean | undefined
}

/** As often as somebody starts it again before giving up. */
const mostRuns = 4
const everybody = 100_000

/**
 * A mirroring export from day to day, beside somebody who knows by a rule of their own who should be on the list. From each
 * day to the next some people leave the segment, as many join it and most of the others change. They fill the fields in four
 * ways, so that each day sends four imports. Others keep a few people on the list, one of whom is in the segment too.
 * Waiting takes no time.
 */
export async function faultLab({ crowd = 12, turnover = 4, change = {}, ...given }: FaultLabOptions = {}) {
  const movers: ((ms: number) => void)[] = []
  const clock = fastClock((ms) => movers.forEach((move) => void move(ms)))
  const lab = await deliveryLab({ adoptionWait: 90, ...given, definitions: mirroring(change), clock })
  const { control, needs, run } = lab
  const { listId } = control.list()
  movers.push((ms) => control.advance(ms))

  const lastField = Object.entries(change.fields ?? {}).find(([, column]) => column === 'LastName')?.[0] ?? 'last_name'
  const others: string[] = []
  const gone = new Map<string, { how: Departure; revivable: boolean }>()
  let today = -1
  let forgiven = false

  for (const name of ['stranger.1', 'stranger.2', 'unsubscribed']) addOther(`${name}@example.com`)
  addOther(personOf(5, 0).email)
  control.unsubscribe('unsubscribed@example.com')
  control.addContact({ email: 'elsewhere@example.com' })
  control.addContact({ email: personOf(6, 0).email })
  depart(personOf(6, 0).email, 'deleted')

  /** Somebody else puts a person on the list now, which of a contact that is known leaves no trace but the count. */
  function addOther(email: string): void {
    if (control.contact(email)) control.addToList(email)
    else control.addContact({ email, listIds: [listId] })
    others.push(email)
  }

  /** Somebody else takes one of theirs off the list. */
  function dropOther(email: string): void {
    control.removeFromList(email)
    others.splice(others.indexOf(email), 1)
  }

  /** Somebody departs now; `revivable` where an import that overrides it can be mended only afterwards. */
  function depart(email: string, how: Departure, revivable = false): void {
    if (how === 'unsubscribed') control.unsubscribe(email)
    if (how === 'deleted') control.deleteContact(email)
    if (how === 'left') control.leaveList(email)
    gone.set(email, { how, revivable })
  }

  const peopleOf = (day: number) => Array.from({ length: crowd }, (_, at) => personOf(day * turnover + at, day))

  /** The next day's people are delivered, started again as often as a person would; answers its runs, the last of which ended well. */
  async function day({ name, ...rest }: Day = {}): Promise<[RunRow, ...RunRow[]]> {
    try {
      return await live(rest)
    } catch (thrown) {
      if (name !== undefined && thrown instanceof Error) thrown.message = `${name}: ${thrown.message}`
      throw thrown
    }
  }

  async function live({ stop, mend, told, again = false }: Day): Promise<[RunRow, ...RunRow[]]> {
    today += 1
    forgiven ||= again
    const options = told && { told }
    if (stop) {
      await lab.stopAt(peopleOf(today), stop.at)
      stop.meanwhile()
    }
    const runs: [RunRow, ...RunRow[]] = [await run(stop ? undefined : peopleOf(today), options)]
    while (runs.at(-1)?.status !== 'Successful' && runs.length < mostRuns) {
      if (runs.length === 1) await mend?.(runs[0])
      runs.push(await run(undefined, options))
    }
    expect(runs.at(-1), 'the last run').toMatchObject({ status: 'Successful' })
    await check(runs)
    return runs
  }

  /** Who should be on the list: the others, and who of the segment did not depart. Who unsubscribes stays on the lists. */
  function wanted(day = today): string[] {
    const held = new Set(lab.members())
    const people = peopleOf(day).flatMap(({ email }) => {
      const how = gone.get(email)?.how
      return how === undefined || (how === 'unsubscribed' && held.has(email)) ? [email] : []
    })
    return [...new Set([...others, ...people])].sort()
  }

  async function check(runs: readonly RunRow[]): Promise<void> {
    expectSame('on the list', lab.members(), wanted())
    for (const [email, { how, revivable }] of gone) {
      const contact = control.contact(email)
      if (how === 'deleted' && !revivable) expect(contact?.deleted, `${email} stays deleted`).toBe(true)
      if (how === 'unsubscribed') expect(contact?.permission, `${email} stays unsubscribed`).toBe('unsubscribed')
    }
    for (const { email, first, last } of peopleOf(today)) {
      if (gone.has(email)) continue
      expect(control.contact(email)?.values, email).toMatchObject({
        ...(first && { first_name: first }),
        ...(last && { [lastField]: last }),
      })
    }
    checkImports()
    await checkReceipts(runs)
  }

  /** No file is sent under a name twice, and nobody with the same values. */
  function checkImports(): void {
    const imports = control.imports()
    expect(twice(imports.map(({ fileName }) => fileName))).toEqual([])
    if (forgiven) return
    const rows = imports.flatMap(({ activityId }) => {
      const [header, ...lines] = (control.importText(activityId) ?? '').trimEnd().split('\n')
      return lines.map((line) => `${header}: ${line}`)
    })
    expect(twice(rows)).toEqual([])
  }

  /** In each run a receipt for each member and one for each leaver; over all of them everybody is delivered or taken off once. */
  async function checkReceipts(runs: readonly RunRow[]): Promise<void> {
    const delivered: string[] = []
    const ended: string[] = []
    const doubted = new Set<string>()
    const ids = [...new Set(runs.map(({ id }) => id))]
    for (const id of ids) {
      const ran = await needs.db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
      if (!ran.receipts_file) continue
      const receipts = await readReceipts(needs, ran, {}, everybody)
      const keys = receipts.map((each) => each.profile_key)
      expectSame(
        'with a receipt',
        keys,
        peopleOf(today).map((each) => each.id),
      )
      const sums = Object.values((ran.figures as { outcomes: Record<string, Record<string, number>> }).outcomes)
      expect(sums.flatMap((each) => Object.values(each)).reduce((sum, people) => sum + people, 0)).toBe(crowd)
      delivered.push(...receipts.flatMap(({ outcome, email }) => (outcome === 'delivered' ? (email ?? '') : [])))
      const removals = await readRemovalReceipts(needs, ran, {}, everybody)
      expect(twice(removals.map(({ email }) => email))).toEqual([])
      ended.push(...removals.flatMap(({ outcome, email }) => (/removed|kept/.test(outcome) ? email : [])))
      for (const { outcome, email } of removals) if (outcome === 'unconfirmed') doubted.add(email)
    }
    const ofToday = (email: string) => !gone.has(email)
    const over = new Set(ended)
    const here = new Set(peopleOf(today).map(({ email }) => email))
    const before = today > 0 ? peopleOf(today - 1) : []
    const leavers = before.filter(({ email }) => !here.has(email) && !gone.has(email))
    // Whose removal nobody could confirm, and who was found off the list afterwards, is no leaver any more.
    const settled = leavers.filter(({ email }) => over.has(email) || !doubted.has(email))
    expectSame('removed or kept', ended.filter(ofToday), emailsOf(settled))
    const known = new Set(before.map((person) => JSON.stringify(person)))
    const fresh = peopleOf(today).filter((person) => !gone.has(person.email) && !known.has(JSON.stringify(person)))
    expectSame('delivered', delivered.filter(ofToday), emailsOf(fresh))
  }

  /** When everything is as it should be, one more run sends nothing. */
  async function quiet(): Promise<void> {
    lab.spent()
    expect(await run()).toMatchObject({ status: 'Successful' })
    expect(Object.keys(lab.spent()).filter((route) => route.startsWith('POST /v3'))).toEqual([])
    expect(lab.members()).toEqual(wanted())
  }

  return { ...lab, clock, addOther, dropOther, depart, day, quiet, wanted, peopleOf }
}

/** The person number n on a day: every second has a first name and half have a last name, which change from day to day. */
export function personOf(n: number, day: number): ShopPerson {
  return {
    id: `C-${n}`,
    email: `person.${n}@example.com`,
    ...(n % 2 === 1 && { first: `First ${day}` }),
    ...(n % 4 >= 2 && { last: `Last ${day}` }),
  }
}

function mirroring(change: Partial<ExportDefinition>) {
  const shop = aShop()
  const { news } = shop.exports
  if (!news) throw new Error('the shop has no export')
  const guards = { removalShare: 1, removalPeople: everybody, shrunkShare: 1 }
  return aShop({ exports: { news: { ...news, leavers: 'remove', guards, ...change } } })
}

function emailsOf(people: readonly ShopPerson[]): string[] {
  return people.map(({ email }) => email)
}

/** Says of a few who is missing or too many, instead of showing both thousands. */
function expectSame(what: string, found: readonly string[], wanted: readonly string[]): void {
  const few = (people: readonly string[]) => people.slice(0, 5)
  const [isFound, isWanted] = [new Set(found), new Set(wanted)]
  const missing = few(wanted.filter((each) => !isFound.has(each)))
  const extra = few([...found.filter((each) => !isWanted.has(each)), ...twice(found)])
  expect({ missing, extra, count: found.length }, what).toEqual({ missing: [], extra: [], count: wanted.length })
}

function twice(texts: readonly string[]): string[] {
  const seen = new Set<string>()
  return texts.filter((text) => seen.size === seen.add(text).size)
}
