import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { recordAudit } from '../access/audit.ts'
import type { Actor } from '../access/person.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { ControlDatabase, Db, Lock } from '../db/database.ts'
import { resolveWhereSet } from '../definitions/resolve-definitions.ts'
import type { Engine } from '../engine/engine.ts'
import { makeErasureKey } from '../erased/erasure-key.ts'
import { personHash } from '../erased/person-hash.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { newId } from '../lib/ids.ts'
import { maskEmailsIn } from '../lib/mask-email.ts'
import type { Variables } from '../lib/variables.ts'
import { type ErasureRow, findErasure, openErasures, turnGeneration } from './erasure-store.ts'
import { readSubject, writeSubject } from './erasure-subject.ts'
import { findPerson, type PersonAsked, type PersonIdentity } from './find-person.ts'

type Needs = {
  readonly db: Db
  readonly database: Pick<ControlDatabase, 'tryLock'>
  readonly engine: Engine
  readonly directory: DataDirectory
  readonly clock: Clock
  readonly variables: Variables
}

export type ErasureAsked = {
  readonly who: PersonAsked
  /** Takes them off the lists on which we put them, before that is forgotten. */
  readonly removeFromLists: boolean
  readonly reason?: string | undefined
}

/**
 * Begins the erasure of a person: from here on no source brings them back and no plan sends them, whatever happens to this
 * process. `carryOnErasure` does the rest. Asked again for somebody whose erasure is under way, it answers that one, with
 * `removeFromLists` as it is wished now.
 */
export async function beginErasure(
  needs: Needs,
  written: Definitions,
  actor: Actor,
  { who, removeFromLists, reason }: ErasureAsked,
): Promise<ErasureRow> {
  const { db, directory, clock } = needs
  await using _turn = await takeTurn(needs)
  await removeStraySubjects(needs)
  const identity = await findPerson(needs, resolveWhereSet(written, needs.variables), who)
  const open = await findOpen(needs, identity)
  if (open) {
    await db
      .updateTable('erasures')
      .set({ remove_from_lists: removeFromLists, next_attempt_at: null })
      .where('id', '=', open)
      .execute()
    return await findErasure(db, open)
  }
  const now = clock.now()
  const id = newId(now)
  const key = await makeErasureKey(directory)
  const hashes = [
    ...identity.emails.map((value) => ({ kind: 'email', hash: personHash(key, 'email', value) })),
    ...identity.keys.map((value) => ({ kind: 'key', hash: personHash(key, 'key', value) })),
  ]
  // The file first: a row without it could not be carried on, and a file without a row is swept.
  await writeSubject(directory, id, { ...identity, found: {} })
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('erasures')
      .values({
        id,
        state: 'under_way',
        remove_from_lists: removeFromLists,
        reason: reason ? maskEmailsIn(reason) : null,
        asked_by: actor.name,
        asked_at: now,
      })
      .execute()
    await tx
      .insertInto('erased_hashes')
      .values(hashes.map((hash) => ({ erasure_id: id, ...hash })))
      .execute()
    await turnGeneration(tx)
    await recordAudit(tx, needs, {
      actor,
      action: 'person.erase',
      target: { kind: 'person', name: hashes[0]?.hash ?? '' },
      after: { erasure: id, removeFromLists },
    })
  })
  return await findErasure(db, id)
}

/** Beginnings take turns, so that a file without a row is surely nobody's. */
async function takeTurn({ database, clock }: Needs): Promise<Lock> {
  for (;;) {
    const lock = await database.tryLock('erasure-beginnings')
    if (lock) return lock
    await clock.wait(50)
  }
}

/** A process that was killed between the file and the row has begun nothing. */
async function removeStraySubjects({ db, directory }: Needs): Promise<void> {
  const open = new Set((await openErasures(db)).map((id) => `${id}.json`))
  for (const name of await readdir(directory.erasures).catch(() => [])) {
    if (!open.has(name)) await rm(join(directory.erasures, name), { force: true })
  }
}

/** The erasure under way of the same person, by any of their addresses or keys. */
async function findOpen({ db, directory }: Needs, { emails, keys }: PersonIdentity): Promise<string | undefined> {
  const all = new Set([...emails, ...keys])
  for (const id of await openErasures(db)) {
    const subject = await readSubject(directory, id)
    if (subject && [...subject.emails, ...subject.keys].some((value) => all.has(value))) return id
  }
  return undefined
}
