import type { Words } from '../en.ts'

export const roles: Words['roles'] = { administrator: 'Administrator', contributor: 'Bidragyder', viewer: 'Seer' }
