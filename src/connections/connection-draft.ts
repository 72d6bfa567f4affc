import type { Selectable } from 'kysely'
import type { Person } from '../access/person.ts'
import type { Db } from '../db/database.ts'
import type { ConnectionDraftsTable } from '../db/tables/connections.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import { said } from '../lib/said.ts'

/** A connection that one person is making, as far as they have come. */
export type ConnectionDraft = Selectable<ConnectionDraftsTable>

/** The steps of making a connection, in their order; the first, its name, begins the draft. */
export const steps = ['users', 'consent', 'sign-in', 'export-user', 'save'] as const
export type Step = (typeof steps)[number]

/** A draft that nobody goes on with is gone after this. */
export const draftLifeMs = 60 * 60_000

type Needs = { readonly db: Db; readonly clock: Clock }

export class DraftNotFoundError extends AppError {
  override readonly code = 'not_found'
  override readonly recovery = 'never'
  constructor() {
    super(
      said`There is no such connection in the making: it was saved, or nobody went on with it for an hour. Begin it again.`,
    )
  }
}

const missing: Readonly<Record<Exclude<Step, 'users' | 'save'>, string>> = {
  consent: said`First agree to the transfer of data.`,
  'sign-in': said`First sign in with Constant Contact.`,
  'export-user': said`First become its export user.`,
}

/** Raised when a step is asked for before one that has to come first. */
export class StepMissingError extends AppError {
  override readonly code = 'step_missing'
  override readonly recovery = 'never'
  constructor(name: string, step: keyof typeof missing) {
    super(said`The connection "${name}" has not come that far. ${missing[step]}`)
  }
}

/** The step that comes next. Who can use it is administrators until somebody says otherwise, so that never has to be said. */
export function nextStep({ consent, signed_in, export_user }: ConnectionDraft): Exclude<Step, 'users'> {
  if (!consent) return 'consent'
  if (!signed_in) return 'sign-in'
  return export_user ? 'save' : 'export-user'
}

/** Throws StepMissingError unless everything before `step` was done. */
export function requireStep(draft: ConnectionDraft, step: Exclude<Step, 'users'>): void {
  const next = nextStep(draft)
  if (next === 'save' || steps.indexOf(next) >= steps.indexOf(step)) return
  throw new StepMissingError(draft.name, next)
}

/** A draft of this person's. Those of others are not to be found. Throws DraftNotFoundError. */
export async function requireDraft({ db, clock }: Needs, { id: userId }: Person, id: string): Promise<ConnectionDraft> {
  const draft = await db
    .selectFrom('connection_drafts')
    .selectAll()
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('expires_at', '>', clock.now())
    .executeTakeFirst()
  if (!draft) throw new DraftNotFoundError()
  return draft
}

/** The drafts of this person that may still be gone on with, the newest first. */
export async function listDrafts({ db, clock }: Needs, { id: userId }: Person): Promise<ConnectionDraft[]> {
  return await db
    .selectFrom('connection_drafts')
    .selectAll()
    .where('user_id', '=', userId)
    .where('expires_at', '>', clock.now())
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
}

type Values = Partial<{
  definition: string
  consent: string
  state_hash: string | null
  state_expires_at: Date | null
  verifier: string | null
  redirect_url: string
  return_to: string | null
  other_account: 'accept' | 'refuse'
  refusal: string | null
  signed_in: string | null
  tokens: string | null
  export_user: string | null
}>

/** Notes how far a draft has come, and gives it another hour. */
export async function updateDraft({ db, clock }: Needs, id: string, values: Values): Promise<void> {
  await db
    .updateTable('connection_drafts')
    .set({ ...values, expires_at: new Date(clock.now().getTime() + draftLifeMs) })
    .where('id', '=', id)
    .execute()
}

/** Forgets a draft of this person's with all that was got for it. Throws DraftNotFoundError. */
export async function dropDraft(needs: Needs, person: Person, id: string): Promise<void> {
  await requireDraft(needs, person, id)
  await needs.db.deleteFrom('connection_drafts').where('id', '=', id).execute()
}

/** Forgets the drafts that nobody went on with. */
export async function forgetLeftDrafts({ db, clock }: Needs): Promise<void> {
  await db.deleteFrom('connection_drafts').where('expires_at', '<=', clock.now()).execute()
}
