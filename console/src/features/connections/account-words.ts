import type { Account } from './connections.ts'

/** What people call an account of Constant Contact; its id where it tells no name. */
export function accountWords({ organizationName, id }: Account): string {
  return organizationName ?? id
}
