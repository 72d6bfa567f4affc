import { randomInt } from 'node:crypto'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * A new id: the second it was made in, then randomness, in lower-case letters and digits that cannot be misread. Ids sort
 * by time, and no two installations that serve one account make the same (a run's id is part of its batches' file names).
 */
export function newId(now: Date): string {
  let seconds = Math.floor(now.getTime() / 1000)
  let time = ''
  for (let digit = 0; digit < 7; digit += 1) {
    time = alphabet.charAt(seconds % 32) + time
    seconds = Math.floor(seconds / 32)
  }
  let random = ''
  for (let digit = 0; digit < 6; digit += 1) random += alphabet.charAt(randomInt(32))
  return time + random
}
