import { AppError } from '../lib/app-error.ts'
import { closeRun, type Ending } from './close-run.ts'
import { deliverBatches, resolveLostAnswers } from './deliver-batches.ts'
import type { DeliveryAccount } from './delivery-account.ts'
import { findExceptions, sentEmails } from './find-exceptions.ts'
import { readDepartures } from './read-departures.ts'
import { requireFields } from './resolve-target.ts'
import { enterStage, exportOf, type RunNeeds, type RunRequest } from './run-needs.ts'
import { type RunRow, requireRun } from './run-store.ts'
import { settleBatches } from './settle-batches.ts'
import { withholdDeparted } from './withhold-departed.ts'

/**
 * Carries on a run whose plan is frozen, on the list of that plan: whether the list and its fields are still there is found
 * out before anything more is sent, and who departed meanwhile.
 */
export async function deliverFrozen(
  needs: RunNeeds,
  run: RunRow,
  request: RunRequest,
  client: DeliveryAccount,
): Promise<void> {
  if (run.finished_at) return
  if (run.account_id !== client.accountId) return await closeWithoutAccount(needs, run)
  const { signal } = request
  await deliverPlan(needs, run, request, client, async () => {
    await requireFields(client, exportOf(needs, run), signal)
    await client.findList(run.list_id ?? '', signal)
    await withholdDeparted(needs, run.id, await readDepartures(needs, client, signal))
  })
}

/**
 * Finds out what became of the batches under way, sends what was not sent unless `check` or an answer refuses it for good,
 * settles what was accepted, and closes.
 */
export async function deliverPlan(
  needs: RunNeeds,
  run: RunRow,
  request: RunRequest,
  client: DeliveryAccount,
  check?: () => Promise<void>,
): Promise<void> {
  const { tell, signal } = request
  const delivery = { runId: run.id, listId: run.list_id ?? '', signal, tell }
  await enterStage(needs, run, request, 'delivering')
  await resolveLostAnswers(needs, client, delivery)
  const failure = await untilRefused(async () => {
    await check?.()
    await deliverBatches(needs, client, delivery)
  })
  await enterStage(needs, run, request, 'settling')
  await settleBatches(needs, client, delivery)
  await enterStage(needs, run, request, 'closing')
  const exceptions = await findExceptions(needs, client, delivery)
  await close(needs, run, { exceptions, failure })
}

/**
 * The connection leads to another account since the plan was frozen. Nothing of the plan may go there, and what went to the
 * old one cannot be looked up any more, so that is unconfirmed.
 */
async function closeWithoutAccount(needs: RunNeeds, run: RunRow): Promise<void> {
  const exceptions = (await sentEmails(needs, run.id)).map(
    (email) => ({ email, outcome: 'unconfirmed', reason: 'account_changed' }) as const,
  )
  const message =
    'The connection was made to lead to another account before this run had ended. The next run plans afresh.'
  await close(needs, run, { exceptions, failure: { code: 'account_changed', message, status: 'Failed (permanent)' } })
}

async function close(needs: RunNeeds, { id }: RunRow, ending: Omit<Ending, 'corruptRows'>): Promise<void> {
  const run = await requireRun(needs.db, id)
  const { corruptRows = 0 } = run.figures as { corruptRows?: number }
  await closeRun(needs, run, { ...ending, corruptRows })
}

/** A refusal for good ends the sending, but what was accepted is settled all the same; anything else is thrown on. */
async function untilRefused(send: () => Promise<void>) {
  try {
    await send()
    return undefined
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.recovery !== 'never') throw thrown
    return { code: thrown.code, message: thrown.message, status: 'Failed (permanent)' as const }
  }
}
