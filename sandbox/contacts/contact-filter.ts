import type { Account } from '../accounts/account.ts'
import type { ContactList } from '../lists/contact-list.ts'
import type { Unknowns } from '../unknowns.ts'
import { invalid } from '../wire/answers.ts'
import { PERMISSIONS } from './contact-table.ts'
import { emailKey } from './email-key.ts'

const STATUSES = ['all', 'active', 'deleted', 'not_set', 'pending_confirmation', 'temp_hold', 'unsubscribed']
const PERMISSION_NAMES: readonly string[] = PERMISSIONS
const LISTS_PER_FILTER = 25

export type ContactFilter = (place: number) => boolean

/** Whether a contact meets all filters of a GET /contacts; a filter that can't be read is a 400. */
export function contactFilter(account: Account, unknowns: Unknowns, query: URLSearchParams): ContactFilter {
  const { table } = account
  const tests: ContactFilter[] = [statusTest(account, query.get('status'))]
  const email = query.get('email')
  if (email !== null) {
    const wanted = table.find(emailKey(email, unknowns))
    tests.push((place) => place === wanted)
  }
  const ids = query.get('lists')
  if (ids !== null) {
    const wanted = ids.split(',')
    if (wanted.length > LISTS_PER_FILTER) throw invalid('lists holds more than 25 ids.')
    const lists = wanted.map((id) => account.liveList(id)).filter((list): list is ContactList => list !== undefined)
    tests.push((place) => lists.some((list) => list.has(place)))
  }
  const times = {
    updated: (place: number) => table.updatedAt[place] ?? 0,
    created: (place: number) => table.createdAt[place] ?? 0,
    optout: (place: number) => table.optOutAt[place] ?? 0,
  }
  const open = unknowns.filterBounds === 'exclusive'
  for (const [name, timeOf] of Object.entries(times)) {
    const after = secondOf(query, `${name}_after`)
    const before = secondOf(query, `${name}_before`)
    const second = (place: number) => Math.floor(timeOf(place) / 1000)
    if (after !== null)
      tests.push((place) => timeOf(place) > 0 && (open ? second(place) > after : second(place) >= after))
    if (before !== null)
      tests.push((place) => timeOf(place) > 0 && (open ? second(place) < before : second(place) <= before))
  }
  return (place) => tests.every((test) => test(place))
}

function statusTest(account: Account, asked: string | null): ContactFilter {
  const { table } = account
  // By default everybody who is not deleted, the unsubscribed included.
  if (asked === null) return (place) => !table.isDeleted(place)
  const statuses = asked.split(',')
  const unknown = statuses.find((status) => !STATUSES.includes(status))
  if (unknown !== undefined) throw invalid(`status does not take ${unknown}.`)
  if (statuses.includes('all')) return () => true
  const permissions = new Set(statuses.map((status) => PERMISSION_NAMES.indexOf(status)))
  const deleted = statuses.includes('deleted')
  const active = statuses.includes('active')
  return (place) => {
    if (table.isDeleted(place)) return deleted
    return permissions.has(table.permission[place] ?? 0) || (active && table.isActive(place))
  }
}

function secondOf(query: URLSearchParams, name: string): number | null {
  const text = query.get(name)
  if (text === null) return null
  const time = Date.parse(text)
  if (Number.isNaN(time)) throw invalid(`${name} is not an ISO-8601 date.`)
  return Math.floor(time / 1000)
}
