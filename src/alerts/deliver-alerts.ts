import type { Definitions } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import { said } from '../lib/said.ts'
import type { Alert } from './alert.ts'
import { type SendNeeds, sendAlert } from './send-alert.ts'

type Needs = SendNeeds & { readonly db: Db }

const minute = 60_000
/** What could not be sent is tried again after so long, and given up after the last of them: about a day. */
const tryAgainAfterMs = [1, 5, 15, 60, 180, 360, 720].map((minutes) => minutes * minute)
/** What was sent, or given up, is shown for so long. */
const keptMs = 30 * 24 * 60 * minute

/** The alerts that are to be sent now, the oldest first. */
export async function dueAlerts({ db, clock }: { readonly db: Db; readonly clock: Clock }): Promise<string[]> {
  const rows = await db
    .selectFrom('alert_outbox')
    .select('id')
    .where('sent_at', 'is', null)
    .where('given_up_at', 'is', null)
    .where('next_attempt_at', '<=', clock.now())
    .orderBy('seq')
    .limit(50)
    .execute()
  return rows.map(({ id }) => id)
}

/**
 * Sends one alert of the outbox. It is marked as sent afterwards: killed in between it is sent again, under the same id.
 * Throws only the signal's reason.
 */
export async function deliverAlert(
  needs: Needs,
  definitions: Definitions,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  const { db, clock } = needs
  const row = await db.selectFrom('alert_outbox').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row || row.sent_at || row.given_up_at) return
  try {
    await sendAlert(needs, definitions, row, row.alert as Alert, signal)
    await db.updateTable('alert_outbox').set({ sent_at: clock.now(), last_error: null }).where('id', '=', id).execute()
  } catch (thrown) {
    signal.throwIfAborted()
    const now = clock.now()
    const wait = tryAgainAfterMs[row.attempts]
    await db
      .updateTable('alert_outbox')
      .set({
        attempts: row.attempts + 1,
        last_error: thrown instanceof AppError ? thrown.message : said`Something unforeseen happened.`,
        ...(wait === undefined ? { given_up_at: now } : { next_attempt_at: new Date(now.getTime() + wait) }),
      })
      .where('id', '=', id)
      .execute()
    if (!(thrown instanceof AppError)) throw thrown
  }
  await db
    .deleteFrom('alert_outbox')
    .where('created_at', '<', new Date(clock.now().getTime() - keptMs))
    .execute()
}
