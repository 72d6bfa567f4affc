import type { EngineSession } from '../../engine/engine.ts'
import { maskEmail } from '../../lib/mask-email.ts'

/** Ten people who stand in one way, for somebody to recognise a mistake by. */
export type Sample = {
  readonly standing: string
  readonly reason: string | null
  readonly people: readonly { readonly email: string | null; readonly key: string }[]
}

/** Samples of the people that `judgePeople` and `judgeLeavers` left in the session, a sample a standing and reason; e-mails as asked for. */
export async function samplePeople(session: EngineSession, emails: 'masked' | 'in full'): Promise<Sample[]> {
  const rows = await session.rows<{
    standing: string
    reason: string | null
    email: string | null
    profile_key: string
  }>(
    `select standing, reason, email, profile_key from judged
     qualify row_number() over (partition by standing, reason order by profile_key) <= 10
     union all
     select case when stays is null then 'leaves' else 'stays' end, coalesce(stays, why), email, profile_key from leaver
     qualify row_number() over (partition by why, stays order by profile_key) <= 10
     order by standing, reason, profile_key`,
  )
  const groups = Map.groupBy(rows, ({ standing, reason }) => `${standing}/${reason ?? ''}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const people = group.map(({ email, profile_key }) => ({
      email: emails === 'in full' ? email : maskEmail(email),
      key: profile_key,
    }))
    return [{ standing: first.standing, reason: first.reason, people }]
  })
}
