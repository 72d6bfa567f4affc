import { expect, test } from 'vitest'
import type { Role } from './person.ts'
import { exportPermission, mayUseConnection, requireExportEditor } from './rights.ts'

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
  if (connection) expect(mayUseConnection({ role }, connection, connections)).toBe(permission === 'edit')
  const require = () => requireExportEditor({ role }, segmentExport, connections)
  if (permission === 'edit') expect(require).not.toThrow()
  else expect(require).toThrow(/Ask an administrator/)
})

test('a contributor looks at a detached export where no connection is shared that it could be given', () => {
  expect(exportPermission({ role: 'contributor' }, {}, { kept: connections.kept })).toBe('view')
  expect(() => requireExportEditor({ role: 'contributor' }, {}, {})).toThrow(/only look at it/)
})
