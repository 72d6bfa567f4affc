import type { Definitions } from '../contract/definitions.ts'
import type { ControlDatabase, Db } from '../db/database.ts'
import type { StoredDefinition } from '../definitions/load-definitions.ts'
import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'
import { profilesLock } from '../refresh/refresh-profiles.ts'
import { keptMembers } from './kept-members.ts'
import type { Change } from './plan-changes.ts'

/** Raised when something is to be removed that work under way still needs. */
export class InUseError extends AppError {
  override readonly code = 'definition_in_use'
  override readonly recovery = 'later'
  constructor(users: readonly string[]) {
    super(
      said`Nothing was written, because something to be removed is in use:\n${users.map((user) => `  - ${user}`).join('\n')}`,
    )
  }
}

/**
 * Who still needs what the changes remove or lead elsewhere, in sentences; empty when all of it may go. A reference within the
 * file is judged by `checkReferences`; here it is about work that a removal would pull the ground from under.
 */
export async function usersOfRemoved(
  db: Db,
  base: readonly StoredDefinition[],
  changes: readonly Change[],
): Promise<string[]> {
  const removed = changes.filter(({ action }) => action === 'remove')
  if (removed.length === 0) return []
  const runs = await db
    .selectFrom('runs')
    .select(['id', 'export_name', 'definition'])
    .where('finished_at', 'is', null)
    .orderBy('id')
    .execute()
  return runs.flatMap(({ id, export_name: name, definition }) => {
    // A run goes on with its export as it was when it began, which may have been changed since.
    const bodies = [definition, ...base.filter((each) => each.kind === 'export' && each.name === name).map(bodyOf)]
    return removed
      .filter((change) => bodies.some((body) => needs({ name, body }, change)))
      .map(
        (change) =>
          said`${change.kind} "${change.name}" is used by run ${id} of export "${name}", which has not finished; finish it first: postbud run ${name}`,
      )
  })
}

function bodyOf({ body }: StoredDefinition): object {
  return body
}

/** Whether an export as it is stored, and so a run of it, needs the thing that goes. */
function needs(segmentExport: Pick<StoredDefinition, 'name' | 'body'>, { kind, name }: Change): boolean {
  const { body } = segmentExport
  switch (kind) {
    case 'export':
      return name === segmentExport.name
    case 'connection':
      return 'connection' in body && body.connection === name
    case 'segment':
      return 'segments' in body && Array.isArray(body.segments) && body.segments.includes(name)
    default:
      return false
  }
}

export type ConsequenceNeeds = { readonly db: Db; readonly database: Pick<ControlDatabase, 'isLocked'> }

/**
 * What changes do beside the definitions, in sentences: what goes with things that are removed, what becomes of lists that are led
 * away from, and what goes on without a change. `exports` are those there will be.
 */
export async function consequencesOf(
  { db, database }: ConsequenceNeeds,
  changes: readonly Change[],
  { exports }: Pick<Definitions, 'exports'>,
): Promise<string[]> {
  const sentences: string[] = []
  for (const { action, kind, name, values } of changes) {
    if (
      kind === 'export' &&
      (action === 'remove' || values.some(({ path }) => path === 'list' || path === 'connection'))
    ) {
      sentences.push(...(await keptMembers(db, name, action === 'remove' ? undefined : exports[name])))
    }
    if (kind === 'profiles') sentences.push(...(await unifiedBefore({ db, database })))
    if (action !== 'remove' || kind !== 'connection') continue
    const state = await db
      .selectFrom('connection_states')
      .select(['account', 'tokens'])
      .where('name', '=', name)
      .executeTakeFirst()
    if (!state?.tokens) continue
    const account = state.account?.organizationName ?? state.account?.id
    sentences.push(
      said`Connection "${name}" is signed in${account ? said` to ${account}` : ''}. Its tokens and its consent are removed with it; to use it again somebody has to sign in.`,
    )
  }
  return sentences
}

/**
 * A refresh is of one definition from its start to its end, whoever saves another meanwhile: one that unifies, for whatever it does so (a
 * run, somebody at the command line), and one of the server that has not come to it yet.
 */
async function unifiedBefore({ db, database }: ConsequenceNeeds): Promise<string[]> {
  const unifies = await database.isLocked(profilesLock)
  if (!unifies && !(await willUnify(db))) return []
  return [
    said`The profiles are being refreshed right now, as they were defined when that began. What is saved now counts from the next refresh on.`,
  ]
}

async function willUnify(db: Db): Promise<boolean> {
  const underWay = await db
    .selectFrom('refreshes')
    .innerJoin('refresh_tasks', 'refresh_tasks.refresh_id', 'refreshes.id')
    .select('refreshes.id')
    .where('refreshes.started_at', 'is not', null)
    .where('refreshes.finished_at', 'is', null)
    .where('refresh_tasks.kind', '=', 'profiles')
    .where('refresh_tasks.finished_at', 'is', null)
    // What is tried again is tried with what is saved then.
    .where('refresh_tasks.next_attempt_at', 'is', null)
    .executeTakeFirst()
  return underWay !== undefined
}

/** Forgets what belongs to removed connections, whose tokens must not outlive what people see, and where removed exports delivered. */
export async function forgetRemoved(db: Db, changes: readonly Change[]): Promise<void> {
  for (const { action, kind, name } of changes) {
    if (action === 'remove' && kind === 'connection') {
      await db.deleteFrom('connection_states').where('name', '=', name).execute()
      await db.deleteFrom('connection_drafts').where('name', '=', name).execute()
    }
    if (action === 'remove' && kind === 'export') {
      await db.deleteFrom('export_lists').where('export_name', '=', name).execute()
    }
  }
}
