import { PagingError } from '../../constant-contact/errors.ts'
import { said } from '../../lib/said.ts'

type Reading = {
  /** What is read, in the words of an error message. */
  readonly about: string
  /** How many contacts there are; undefined where Constant Contact does not tell. */
  readonly count: () => Promise<number | undefined>
  /** Reads them, knowing how many were counted, and answers how many came. */
  readonly read: (counted: number | undefined) => Promise<number>
}

const attempts = 3

/**
 * Reads contacts until a reading is whole, and answers how many they are: as many as Constant Contact counted, before the first
 * page or after the last. Pages that end early, or that skip people because somebody left while they were read, would make us
 * believe that people are not there. Throws PagingError when no reading fits, and nothing may be concluded.
 */
export async function readWhole({ about, count, read }: Reading): Promise<number> {
  let found = ''
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const before = await count()
    const came = await read(before)
    const after = await count()
    if (before !== undefined && after !== undefined) {
      if (came >= Math.min(before, after) && came <= Math.max(before, after)) return came
      found = said`${came} contacts were read and ${after} counted`
    } else {
      // There is nothing to check it against but another reading.
      const uncounted = said`${came} contacts were read, and how many there are is not told`
      if (found === uncounted) return came
      found = uncounted
    }
  }
  throw new PagingError(about, found)
}
