import { said } from '../lib/said.ts'
import { constantContact } from './destination.ts'
import { UnexpectedAnswerError } from './errors.ts'
import { judgeSuccess } from './judge-refusal.ts'
import type { Answer, ApiRequest } from './request.ts'
import { needText, objectOf, present, textOf } from './wire.ts'

/** The account that a token opens. `id` is Constant Contact's encoded_account_id, which never changes. */
export type Account = {
  readonly id: string
  readonly organizationName?: string
  readonly contactEmail?: string
  readonly timeZone?: string
  readonly countryCode?: string
}

const aboutAccount = said`the account`
const aboutPrivileges = said`the user's privileges`

export function accountRequest(): ApiRequest {
  return {
    method: 'GET',
    path: '/account/summary',
    about: aboutAccount,
    scope: 'account_read',
    privilege: 'account:read',
  }
}

export function judgeAccount(answer: Answer): Account {
  const body = objectOf(judgeSuccess(answer, aboutAccount), aboutAccount)
  return present<Account>({
    id: needText(body, 'encoded_account_id', aboutAccount),
    organizationName: textOf(body.organization_name),
    contactEmail: textOf(body.contact_email),
    timeZone: textOf(body.time_zone_id),
    countryCode: textOf(body.country_code),
  })
}

/** What the signed-in user may do. Needs neither a scope nor a privilege itself. */
export function privilegesRequest(): ApiRequest {
  return { method: 'GET', path: '/account/user/privileges', about: aboutPrivileges }
}

/** Names such as `contacts:read`. */
export function judgePrivileges(answer: Answer): string[] {
  const body = judgeSuccess(answer, aboutPrivileges)
  if (!Array.isArray(body)) throw new UnexpectedAnswerError(aboutPrivileges, said`expected a list`)
  return body.flatMap((item) => {
    const name = typeof item === 'object' && item !== null ? textOf(Object(item).privilege_name) : undefined
    return name === undefined ? [] : [name]
  })
}

/** What Postbud needs and somebody with these privileges may not do. */
export function missingAmong(privileges: readonly string[]): string[] {
  return constantContact.privileges.filter((privilege) => !privileges.includes(privilege))
}
