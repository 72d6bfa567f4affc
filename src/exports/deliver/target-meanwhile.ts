import { ListDeletedError, ListNotFoundError } from '../../constant-contact/errors.ts'
import type { AppError } from '../../lib/app-error.ts'
import type { DeliveryAccount } from '../list/delivery-account.ts'
import { CustomFieldMissingError, missingFields } from '../plan/resolve-target.ts'
import { exportOf, type RunNeeds } from '../run/run-needs.ts'
import { batchesOf, type RunRow } from '../run/run-store.ts'
import { type Exception, emailsOf } from './find-exceptions.ts'
import type { Verdict } from './settle-batches.ts'

/** What happened to the list or its fields while imports ran, and whose imports nobody can answer for because of it. */
export type TargetMeanwhile = { readonly failure?: AppError; readonly exceptions: readonly Exception[] }

/**
 * Looks whether a custom field went away or was renamed while a run sent it: what an import does with a title that it does not
 * know is unknown, and it may do nothing and say nothing (constant-contact.md, 3). Where a job failed, looks whether the list
 * is still there.
 */
export async function targetMeanwhile(
  needs: RunNeeds,
  client: DeliveryAccount,
  run: RunRow,
  signal: AbortSignal,
): Promise<TargetMeanwhile> {
  const sent = (await batchesOf(needs.db, run.id)).filter(({ state }) => state === 'settled')
  const failed = sent.some(({ verdict }) => (verdict as Verdict).kind === 'failed')
  const failure = failed ? await listGone(client, run.list_id ?? '', signal) : undefined
  if (failure) return { failure, exceptions: [] }

  const withFields = sent.filter(({ header }) => header.some((title) => title.startsWith('cf:')))
  if (withFields.length === 0) return { exceptions: [] }
  const { missing, known } = await missingFields(client, exportOf(needs, run), signal)
  const [first] = missing
  if (first === undefined) return { exceptions: [] }
  const lacking = withFields.filter(({ header }) => header.some((title) => missing.includes(title)))
  const emails = await Promise.all(lacking.map((batch) => emailsOf(needs.directory, batch)))
  return {
    failure: new CustomFieldMissingError(first, known),
    exceptions: emails.flat().map((email) => ({ email, outcome: 'unconfirmed', reason: 'custom_field_missing' })),
  }
}

async function listGone(client: DeliveryAccount, listId: string, signal: AbortSignal): Promise<AppError | undefined> {
  try {
    await client.findList(listId, signal)
    return undefined
  } catch (thrown) {
    if (thrown instanceof ListDeletedError || thrown instanceof ListNotFoundError) return thrown
    throw thrown
  }
}
