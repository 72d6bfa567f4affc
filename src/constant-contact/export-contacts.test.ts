import { expect, test } from 'vitest'
import { readActivity } from './activity.ts'
import { judgeExport } from './export-contacts.ts'

const links = { results: { href: '/v3/contacts_exports/f1' } }

test.each([
  ['initialized', { _links: links }, { kind: 'pending' }],
  ['processing', { _links: links }, { kind: 'pending' }],
  ['a_state_of_tomorrow', {}, { kind: 'pending' }],
  ['completed', { _links: links }, { kind: 'ready', href: '/v3/contacts_exports/f1' }],
  ['completed', {}, { kind: 'failed' }],
  ['completed', { _links: null }, { kind: 'failed' }],
  ['completed', { _links: { results: 'f1' } }, { kind: 'failed' }],
  ['completed', { _links: { results: { href: '' } } }, { kind: 'failed' }],
  ['failed', { _links: links }, { kind: 'failed' }],
  ['timed_out', {}, { kind: 'failed' }],
])('an export that is %s with %o is %o', (state, rest, verdict) => {
  expect(judgeExport(readActivity({ activity_id: 'a1', state, ...rest }))).toEqual(verdict)
})
