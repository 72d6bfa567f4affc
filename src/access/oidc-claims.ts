import { emailSchema, type Role } from '../contract/people.ts'
import { isAtLeast } from './person.ts'

/** What the provider says of whoever signed in. */
export type Claims = Readonly<Record<string, unknown>> & { readonly sub: string }

export type Described = {
  /** `issuer subject`: what stays the same of a person, whatever they are called. */
  readonly subject: string
  readonly email?: string
  /** Whether the provider vouches that the address is theirs. */
  readonly isVerified: boolean
  readonly name?: string
  /** The highest of the roles that their groups give. */
  readonly role?: Role
}

/** Who somebody is by what the provider says of them. */
export function describeClaims(
  issuer: string,
  claims: Claims,
  { roleClaim, roles }: { readonly roleClaim: string; readonly roles: ReadonlyMap<string, Role> },
): Described {
  // One that could not be invited is none.
  const email = emailSchema.safeParse(textOf(claims.email)).data
  const name = textOf(claims.name) ?? textOf(claims.preferred_username) ?? email
  const given = groupsOf(claims, roleClaim).flatMap((group) => roles.get(group) ?? [])
  const role = given.reduce<Role | undefined>((high, each) => (high && isAtLeast(high, each) ? high : each), undefined)
  return {
    subject: `${issuer} ${claims.sub}`,
    isVerified: claims.email_verified === true,
    ...(email !== undefined && { email }),
    ...(name !== undefined && { name }),
    ...(role && { role }),
  }
}

/** The groups in a claim, a list or one text; a name with dots leads into objects, as in Keycloak's `realm_access.roles`. */
function groupsOf(claims: Claims, name: string): string[] {
  const path = name in claims ? [name] : name.split('.')
  const value = path.reduce<unknown>((at, step) => (isObject(at) ? at[step] : undefined), claims)
  return (Array.isArray(value) ? value : [value]).filter((group) => typeof group === 'string')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** Without characters that cannot be seen: names stand in mails and terminals. */
function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = value
    .replace(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, 254)
  return text === '' ? undefined : text
}
