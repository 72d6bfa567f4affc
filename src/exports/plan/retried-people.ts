import type { Definitions } from '../../contract/definitions.ts'
import type { Db } from '../../db/database.ts'
import type { Sql } from '../../engine/engine.ts'
import { readSnapshot } from '../../engine/write-snapshot.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { unifiedFilesOf } from '../../refresh/profile-table.ts'
import { type RunRow, requireRun } from '../run/run-store.ts'

type Needs = { readonly db: Db; readonly directory: DataDirectory }

/** Outcomes that a retry is about. What was held back was held back for a reason that a retry does not change. */
const failed = "('rejected', 'unconfirmed', 'not_sent')"

/**
 * The members that the retry `run` is about, as a query of `profile_key`; of its one reason where it has one. Who was made one with
 * somebody since is meant by that one's key. Who was divided off somebody is not meant: they were no member of that run.
 */
export async function retriedPeople(
  needs: Needs,
  definitions: Pick<Definitions, 'profiles'>,
  run: RunRow,
): Promise<Sql> {
  const { text, params } = await failedPeople(needs, run)
  const unified = await unifiedFilesOf(needs, definitions)
  if (!unified) return { text, params }
  return {
    text: `select distinct coalesce(s.id, f.profile_key) as profile_key from (${text}) f
      left join ${readSnapshot([unified.successors])} s on s.former = f.profile_key`,
    params,
  }
}

/** The same, by the keys that they had on the day of the run. */
export async function failedPeople({ db, directory }: Needs, run: RunRow): Promise<Sql> {
  const subject = await requireRun(db, run.subject ?? '')
  const file = readSnapshot([directory.absolute(subject.receipts_file ?? '')])
  return { text: `select profile_key from ${file} where ${failedFor(run, 1)}`, params: paramsOf(run) }
}

/** The leavers that the retry `run` is about, as a query of `email`; undefined where its subject had none. */
export async function retriedLeavers({ db, directory }: Needs, run: RunRow): Promise<Sql | undefined> {
  const subject = await requireRun(db, run.subject ?? '')
  if (!subject.removals_file) return undefined
  const file = readSnapshot([directory.absolute(subject.removals_file)])
  return { text: `select email from ${file} where ${failedFor(run, 1)}`, params: paramsOf(run) }
}

function failedFor({ subject_reason }: RunRow, param: number): string {
  return `outcome in ${failed}${subject_reason === null ? '' : ` and reason = $${param}`}`
}

function paramsOf({ subject_reason }: RunRow): string[] {
  return subject_reason === null ? [] : [subject_reason]
}
