import { QueueFullError } from '../../constant-contact/errors.ts'

/** The client waits two minutes or so before it gives up; a full queue drains within the hour (constant-contact.md, 5). */
const tries = 30

/**
 * Catches that the account's queue of jobs is full, so that what is to be sent can be looked at anew before it is asked for
 * again: answers false, for nothing has left. Throws everything else, and the full queue too once the patience is spent.
 */
export function queuePatience(): (thrown: unknown) => false {
  let left = tries
  return (thrown) => {
    left -= 1
    if (!(thrown instanceof QueueFullError) || left === 0) throw thrown
    return false
  }
}
