import { createHmac } from 'node:crypto'
import type { EngineSession } from '../engine/engine.ts'

/**
 * What a hash is of: an e-mail (folded), a profile's key, or `table.column`: the value by which rows of another table hang on
 * a row of theirs in that table.
 */
export type HashKind = 'email' | 'key' | `${string}.${string}`

/** HMAC-SHA-256 under the erasure key, hexadecimal. The kind is hashed along, so that equal values of two kinds do not show. */
export function personHash(key: Buffer, kind: string, value: string): string {
  return createHmac('sha256', key).update(`${kind} ${value}`).digest('hex')
}

const blockBytes = 64

/**
 * Teaches a session the macro `person_hash(kind, value)`, the same hash as `personHash` computed by the engine, since millions of values
 * are hashed. The key travels as a parameter into a variable of the session, so that no statement and no error shows it.
 */
export async function teachPersonHash(session: EngineSession, key: Buffer): Promise<void> {
  const block = Buffer.alloc(blockBytes)
  key.copy(block)
  const padded = (byte: number) => Buffer.from(block.map((each) => each ^ byte)).toString('hex')
  await session.run('set variable erasure_inner = unhex($1)', [padded(0x36)])
  await session.run('set variable erasure_outer = unhex($1)', [padded(0x5c)])
  await session.run(
    `create or replace temp macro person_hash(kind, value) as
     sha256(getvariable('erasure_outer') || unhex(sha256(getvariable('erasure_inner') || encode(kind || ' ' || value))))`,
  )
}
