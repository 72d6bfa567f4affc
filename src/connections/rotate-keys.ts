import { rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { recordAudit } from '../access/audit.ts'
import type { Actor } from '../access/person.ts'
import type { Secrets } from '../config/environment.ts'
import type { ControlDatabase, Db } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import type { DataDirectory } from '../lib/data-directory.ts'
import { flush } from '../lib/durable-file.ts'
import { readSealed, replaceSealed } from './sealed-places.ts'
import { nextKeyFile, openSecretBox, readOrMakeKey, secretBox } from './secret-box.ts'

type Needs = {
  readonly db: Db
  readonly database: Pick<ControlDatabase, 'othersAtWork'>
  readonly clock: Clock
  readonly secrets: Pick<Secrets, 'secretKey' | 'nextSecretKey'>
  readonly directory: Pick<DataDirectory, 'secretKey'>
}

export type Rotated = {
  readonly values: number
  /** Where the new key is: in the key file, or in the variable that is to take the place of POSTBUD_SECRET_KEY. */
  readonly key: 'file' | 'variable'
}

/** Raised when the key is in a variable, and the next one is not given. */
export class NextKeyNeededError extends AppError {
  override readonly code = 'secret_key_next_missing'
  override readonly recovery = 'never'
  constructor() {
    super(
      'The key is in POSTBUD_SECRET_KEY. Put a new one (openssl rand -base64 32) in POSTBUD_SECRET_KEY_NEXT and run this again; nothing was changed.',
    )
  }
}

export class OthersAtWorkError extends AppError {
  override readonly code = 'others_at_work'
  override readonly recovery = 'later'
  constructor(others: number) {
    super(
      `${others === 1 ? 'Another process of Postbud works' : `${others} other processes of Postbud work`} on this database, with the key as it is. Stop the server and the workers, then run this again; nothing was changed.`,
    )
  }
}

/**
 * Seals every stored secret anew under another key. A new key file stands beside the old one before anything is sealed with it,
 * all values change in one transaction, and then it takes the old one's place; between these, what is sealed with either is
 * read (see secret-box.ts), so that whenever this is cut short, running it again carries on. Throws WrongSecretKeyError,
 * and nothing has changed, when a value opens with neither key.
 */
export async function rotateKeys(needs: Needs, actor: Actor): Promise<Rotated> {
  const { db, database, secrets, directory } = needs
  const others = await database.othersAtWork()
  if (others > 0) throw new OthersAtWorkError(others)
  const { secretKey, nextSecretKey } = secrets
  if (secretKey && !nextSecretKey) throw new NextKeyNeededError()

  const next = nextKeyFile(directory.secretKey)
  const box = nextSecretKey
    ? secretBox(Buffer.from(nextSecretKey, 'base64'), 'POSTBUD_SECRET_KEY_NEXT')
    : secretBox(await readOrMakeKey(next), `the key in ${next}`)
  // Both keys: what was sealed before, and what an earlier rotation had sealed when it was cut short.
  const either = await openSecretBox({ ...secrets, keyFile: directory.secretKey })
  const values = await db.transaction().execute(async (tx) => {
    const sealed = await readSealed(tx, 'to change')
    for (const each of sealed) {
      const context = each.place.contextOf(each.row)
      await replaceSealed(tx, each, box.seal(either.open(each.sealed, context), context))
    }
    const key = nextSecretKey ? 'variable' : 'file'
    const target = { kind: 'key', name: 'stored secrets' }
    await recordAudit(tx, needs, { actor, action: 'key.rotate', target, after: { key, values: sealed.length } })
    return sealed.length
  })
  if (nextSecretKey) return { values, key: 'variable' }
  await rename(next, directory.secretKey)
  await flush(dirname(directory.secretKey))
  return { values, key: 'file' }
}

/** Throws WrongSecretKeyError when a stored secret cannot be opened: with the wrong key no connection works. */
export async function requireRightKey({ db, secrets, directory }: Omit<Needs, 'database' | 'clock'>): Promise<void> {
  const sealed = await readSealed(db, 'to look')
  // Where nothing is sealed no key is made either.
  if (sealed.length === 0) return
  const box = await openSecretBox({ ...secrets, keyFile: directory.secretKey })
  for (const { place, row, sealed: text } of sealed) box.open(text, place.contextOf(row))
}
