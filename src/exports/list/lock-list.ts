import type { ControlDatabase, Lock } from '../../db/database.ts'
import type { ListPlace } from './list-model.ts'

/**
 * The right to write down what is known of a list, or undefined while somebody else has it: two who did so at once would undo
 * what the other has found out or decided.
 */
export function tryLockList(
  database: Pick<ControlDatabase, 'tryLock'>,
  { accountId, listId }: ListPlace,
): Promise<Lock | undefined> {
  return database.tryLock(`list:${accountId}/${listId}`)
}
