import { expect, test } from 'vitest'
import type { Role } from './person.ts'
import { exportPermission, requireConnectionUser, requireExportEditor } from './rights.ts'

const ours = { type: 'constant-contact', clientId: 'app' } as const
const connections = {
  shared: { ...ours, users: 'contributors' },
  kept: { ...ours, users: 'administrators' },
  untouched: ours,
} as const

test.each<[role: Role, connection: string | undefined, permission: 'edit' | 'view']>([
  ['viewer', 'shared', 'view'],
  ['viewer', 'kept', 'view'],
  ['viewer', 'untouched', 'view'],
  ['viewer', undefined, 'view'],
  ['contributor', 'shared', 'edit'],
  ['contributor', 'kept', 'view'],
  ['contributor', 'untouched', 'view'],
  ['contributor', 'gone', 'view'],
  ['contributor', 'toString', 'view'],
  ['contributor', undefined, 'edit'],
  ['administrator', 'shared', 'edit'],
  ['administrator', 'kept', 'edit'],
  ['administrator', 'untouched', 'edit'],
  ['administrator', 'gone', 'edit'],
  ['administrator', undefined, 'edit'],
])('a %s may, of an export on the connection %s, %s', (role, connection, permission) => {
  const segmentExport = connection === undefined ? {} : { connection }
  expect(exportPermission({ role }, segmentExport, connections)).toBe(permission)
  const acts = [
    () => requireExportEditor({ role }, segmentExport, connections),
    ...(connection === undefined ? [] : [() => requireConnectionUser({ role }, connection, connections)]),
  ]
  for (const act of acts) {
    if (permission === 'edit') expect(act).not.toThrow()
    else expect(act).toThrow(/Ask an administrator/)
  }
})
