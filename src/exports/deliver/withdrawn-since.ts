import type { Engine } from '../../engine/engine.ts'
import { foldSql } from '../../engine/fold.ts'
import { quoteName } from '../../engine/quote-name.ts'
import { readSnapshot } from '../../engine/write-snapshot.ts'
import type { DataDirectory } from '../../lib/data-directory.ts'
import { consents } from '../plan/consents.ts'
import type { PlanInput } from '../plan/plan-input.ts'
import { planFile } from '../run/run-files.ts'
import type { PersonNote } from '../run/run-notes.ts'

type Needs = { readonly engine: Engine; readonly directory: DataDirectory }

/** Whoever of a frozen plan may not be sent by today's data any more: without consent, or on a suppression list. */
export async function withdrawnSince(
  { engine, directory }: Needs,
  runId: string,
  { consent, profile, suppressed }: PlanInput,
): Promise<PersonNote[]> {
  await using session = await engine.session()
  const plan = `(select email, profile_key from ${readSnapshot([planFile(directory, runId)])} where standing in ('new', 'changed'))`
  const found = new Map<string, string>()
  if (consent) {
    const key = `p.${quoteName(profile.key)}`
    if (consent.kind === 'query') {
      await session.run(`create temp table q_consent as ${consent.query.text}`, consent.query.params)
    }
    const [value, join] =
      consent.kind === 'profile'
        ? [`(${consent.sql})`, '']
        : ['q_consent.value', `left join q_consent on q_consent.profile_key = ${key}`]
    const rows = await session.rows<{ email: string }>(
      `select plan.email from ${plan} plan join ${readSnapshot(profile.files)} p on ${key} = plan.profile_key ${join}
       where not ${consents(value)}`,
    )
    for (const { email } of rows) found.set(email, 'no_consent')
  }
  for (const { text, params } of suppressed) {
    const rows = await session.rows<{ email: string }>(
      `select email from ${plan} plan semi join (select ${foldSql('email')} as email from (${text}) where email is not null) s using (email)`,
      params,
    )
    for (const { email } of rows) found.set(email, 'suppressed')
  }
  return [...found].map(([email, reason]) => ({ email, reason }))
}
