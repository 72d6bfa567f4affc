import { expect, test, vi } from 'vitest'
import { outcomesOf } from '../support/delivery-lab.ts'
import { type FaultLab, faultLab, personOf } from '../support/fault-lab.ts'

vi.setConfig({ testTimeout: 120_000 })

/** Pages of the list's contacts: the first has the question in its address, the others carry it in their cursor. */
const ofList = {
  method: 'GET',
  path: new RegExp(`\\?status=all&lists=.*limit=500|cursor=${Buffer.from('status=all&list').toString('base64')}`),
} as const
const listed = 1_100

type Change = { readonly what: string; readonly act: (lab: FaultLab, path: string, nth: number) => void }

const changes: readonly Change[] = [
  { what: 'the one with whom the page begins is taken off', act: (lab, path) => lab.dropOther(firstOf(lab, path)) },
  { what: 'one of the first page is taken off', act: (lab, _, nth) => lab.dropOther(`other.${nth}@example.com`) },
  {
    what: 'one of the last page is taken off',
    act: (lab, _, nth) => lab.dropOther(`other.${1_090 + nth}@example.com`),
  },
  { what: 'somebody is put on it', act: (lab, _, nth) => lab.addOther(`elsewhere.${nth}@example.com`) },
  {
    what: 'one is put on it and another taken off',
    act: (lab, _, nth) => {
      lab.addOther(`elsewhere.${nth}@example.com`)
      lab.dropOther(`other.${1_090 + nth}@example.com`)
    },
  },
  { what: 'one of ours leaves it', act: (lab, _, nth) => void (nth > 0 && lab.depart(ours(nth), 'left')) },
  { what: 'one of ours is deleted', act: (lab, _, nth) => void (nth > 0 && lab.depart(ours(nth), 'deleted')) },
]

test.each(changes)('while the list is read, $what: nobody is taken for gone, and nobody for ours', async ({ act }) => {
  const lab = await faultLab()
  for (let n = 0; n < listed; n += 1) lab.addOther(`other.${n}@example.com`)
  for (let n = 0; n < 24; n += 1) lab.control.addContact({ email: `elsewhere.${n}@example.com` })
  lab.clock.advance(600_000)
  const first = lab.control.whenRequest({ ...ofList, nth: 2 }, ({ path }) => act(lab, path, 0))
  await lab.day()
  expect(first.done).toBe(true)
  for (const nth of [1, 2, 3]) {
    lab.clock.advance(600_000)
    // Two of them, since one could make up for the one who went during the reading before.
    lab.addOther(`elsewhere.${10 + nth}@example.com`)
    lab.addOther(`elsewhere.${20 + nth}@example.com`)
    const later = lab.control.whenRequest({ ...ofList, nth }, ({ path }) => act(lab, path, nth))
    await lab.day()
    expect(later.done).toBe(true)
  }
  const [last] = await lab.day()
  expect(outcomesOf(last).held_back ?? {}).not.toHaveProperty('left_list')
  await lab.quiet()
})

/** Somebody whom we delivered the day before, and who is in the segment until tomorrow. */
function ours(day: number): string {
  return personOf(day * 4 + 3, day).email
}

/** Whose row the cursor of a page names: its first. */
function firstOf({ control }: FaultLab, path: string): string {
  const cursor = new URL(path, 'http://sandbox').searchParams.get('cursor') ?? ''
  const next = new URLSearchParams(Buffer.from(cursor, 'base64').toString()).get('next')
  const members = [...control.members()]
  return (members.find(({ contactId }) => contactId === next) ?? members[0])?.email ?? ''
}
