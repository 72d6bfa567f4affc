import { recordAudit } from '../access/audit.ts'
import { systemActor } from '../access/person.ts'
import type { RunNeeds } from '../exports/run/run-needs.ts'
import { maskEmailsIn } from '../lib/mask-email.ts'
import { said } from '../lib/said.ts'
import { makeCertificate } from './certificate.ts'
import { type ErasureRow, findErasure } from './erasure-store.ts'
import { removeSubject } from './erasure-subject.ts'
import type { Work } from './erasure-work.ts'

/** What keeps an erasure waiting is looked at again after so long; a failing removal later than somebody else's work. */
export const lookAgainMs = { busy: 30_000, failing: 60 * 60_000 }

/** Leaves an erasure waiting for something, to be carried on at a moment. */
export async function wait(
  { db, clock }: RunNeeds,
  id: string,
  code: string,
  sentence: string,
  until = clock.now().getTime() + (code === 'removal_unfinished' ? lookAgainMs.failing : lookAgainMs.busy),
): Promise<ErasureRow> {
  await db
    .updateTable('erasures')
    // What others say of what went wrong may name somebody.
    .set({ waits_for: JSON.stringify({ code, sentence: maskEmailsIn(sentence) }), next_attempt_at: new Date(until) })
    .where('id', '=', id)
    .where('state', '=', 'under_way')
    .execute()
  return await findErasure(db, id)
}

/** Nothing is found any more: who it was is forgotten, and what was done is told. */
export async function finish(work: Work, erasure: ErasureRow): Promise<ErasureRow> {
  const { needs, definitions, id, subject } = work
  const { db, directory, clock } = needs
  const endedAt = clock.now()
  const certificate = await makeCertificate(needs, definitions, { erasure, subject, unread: work.unread, endedAt })
  await db
    .updateTable('erasures')
    .set({ certificate: JSON.stringify(certificate) })
    .where('id', '=', id)
    .execute()
  await removeSubject(directory, id)
  return await finishForgotten(needs, await findErasure(db, id))
}

/** Ends an erasure of which nobody knows any more whom it was about. */
export async function finishForgotten(needs: RunNeeds, { id, certificate }: ErasureRow): Promise<ErasureRow> {
  const { db } = needs
  if (!certificate) {
    const sentence = said`The file erasures/${id}.json, which says whom the erasure is about, is gone from the data directory. Erase the person again; then lift this one.`
    return await wait(needs, id, 'subject_missing', sentence)
  }
  await db.transaction().execute(async (tx) => {
    await tx
      .updateTable('erasures')
      .set({ state: 'whole', ended_at: certificate.endedAt, waits_for: null, next_attempt_at: null })
      .where('id', '=', id)
      .execute()
    await recordAudit(tx, needs, {
      actor: systemActor,
      action: 'erasure.end',
      target: { kind: 'erasure', name: id },
      after: { erased: certificate.erased, removedFrom: certificate.removedFrom },
    })
  })
  return await findErasure(db, id)
}
