import { recordAudit } from '../access/audit.ts'
import { requireFreshSignIn } from '../access/fresh-sign-in.ts'
import type { Person } from '../access/person.ts'
import type { ConnectionDefinition } from '../contract/definitions.ts'
import type { Language } from '../contract/language.ts'
import type { Db } from '../db/database.ts'
import type { StoredExportUser } from '../db/tables/connections.ts'
import { AppError } from '../lib/app-error.ts'
import type { Clock } from '../lib/clock.ts'
import { said } from '../lib/said.ts'
import { type ConnectionDraft, requireDraft, requireStep, updateDraft } from './connection-draft.ts'
import { consentOf, transferTextVersion } from './data-transfer.ts'

type Needs = { readonly db: Db; readonly clock: Clock }

/** Raised when somebody agrees to another wording than the present one. */
export class OtherTextError extends AppError {
  override readonly code = 'consent_text_changed'
  override readonly recovery = 'never'
  constructor() {
    super(
      said`The text about the transfer of data is another by now (version ${transferTextVersion}). Read that one, and agree to it.`,
    )
  }
}

/** Says who may use the connection. It may be said until the connection is saved, and changed later. */
export async function chooseUsers(
  needs: Needs,
  person: Person,
  id: string,
  users: NonNullable<ConnectionDefinition['users']>,
): Promise<ConnectionDraft> {
  const { definition } = await requireDraft(needs, person, id)
  await updateDraft(needs, id, { definition: JSON.stringify({ ...definition, users }) })
  return requireDraft(needs, person, id)
}

/** "I agree": records who agreed to which wording. Throws OtherTextError. */
export async function agree(
  { db, clock }: Needs,
  person: Person,
  id: string,
  { textVersion, language }: { readonly textVersion: string; readonly language: Language },
): Promise<ConnectionDraft> {
  if (textVersion !== transferTextVersion) throw new OtherTextError()
  await db.transaction().execute(async (tx) => {
    const { name } = await requireDraft({ db: tx, clock }, person, id)
    const consent = JSON.stringify(consentOf(person, clock.now(), language))
    await updateDraft({ db: tx, clock }, id, { consent })
    const target = { kind: 'connection', name } as const
    await recordAudit(
      tx,
      { clock },
      { actor: person, action: 'connection.consent', target, after: { textVersion, language } },
    )
  })
  return requireDraft({ db, clock }, person, id)
}

/**
 * "Add yourself as export user": runs of the connection will act on this person's authority, so they prove once more who they
 * are. Throws StepMissingError, ReauthenticationNeededError, and ForbiddenError for a program with a key.
 */
export async function becomeExportUser(needs: Needs, person: Person, id: string): Promise<ConnectionDraft> {
  const draft = await requireDraft(needs, person, id)
  requireStep(draft, 'export-user')
  requireFreshSignIn(needs, person)
  await updateDraft(needs, id, { export_user: JSON.stringify(exportUserOf(person, needs.clock.now())) })
  return requireDraft(needs, person, id)
}

export function exportUserOf({ id, name }: Person, now: Date): StoredExportUser {
  return { who: name, userId: id, at: now.toISOString() }
}
