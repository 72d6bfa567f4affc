import type { Role } from '../contract/people.ts'

/** How people sign in. */
export type SignInSettings = {
  /** Whether an e-mail address and a password let somebody in. */
  readonly local: boolean
  readonly oidc?: OidcSettings
}

/** The OpenID provider that people sign in with. */
export type OidcSettings = {
  /** Letter for letter as the provider names itself. */
  readonly issuer: string
  readonly clientId: string
  readonly scope: string
  /** The claim that lists a person's groups. */
  readonly roleClaim: string
  /** The role that each group gives; without any, roles are given in Postbud, to people who were invited. */
  readonly roles: ReadonlyMap<string, Role>
  /** Whether signing out here leads on to signing out there, and with that of everything that they let people into. */
  readonly signOut: boolean
}

type Variables = Readonly<Record<string, string | undefined>>

const roleNames: readonly Role[] = ['administrator', 'contributor', 'viewer']

/** The settings of signing in; what is wrong with them is added to `problems`. */
export function readSignInSettings(variables: Variables, problems: string[]): SignInSettings {
  const local = variables.POSTBUD_LOCAL_SIGN_IN || 'on'
  if (local !== 'on' && local !== 'off') problems.push(`POSTBUD_LOCAL_SIGN_IN is "${local}"; expected one of on, off.`)
  const oidc = readOidc(variables, problems)
  if (local === 'off' && !oidc) {
    problems.push('POSTBUD_LOCAL_SIGN_IN is off, so that people need POSTBUD_OIDC_ISSUER to sign in with.')
  }
  return { local: local !== 'off', ...(oidc && { oidc }) }
}

function readOidc(variables: Variables, problems: string[]): OidcSettings | undefined {
  const issuer = variables.POSTBUD_OIDC_ISSUER
  if (!issuer) {
    const others = ['CLIENT_ID', 'CLIENT_SECRET', 'ROLES', 'ROLE_CLAIM', 'SCOPE', 'SIGN_OUT'].map(
      (name) => `POSTBUD_OIDC_${name}`,
    )
    const idle = others.filter((name) => variables[name])
    if (idle.length > 0) problems.push(`${idle.join(', ')} without POSTBUD_OIDC_ISSUER; set the provider's address.`)
    return undefined
  }
  if (!isSafe(issuer)) {
    problems.push(
      `POSTBUD_OIDC_ISSUER is "${issuer}"; expected an address that starts with https:// (http:// only for this machine), such as https://login.example.com/realms/main.`,
    )
  }
  const clientId = variables.POSTBUD_OIDC_CLIENT_ID
  if (!clientId) problems.push('POSTBUD_OIDC_CLIENT_ID is not set; POSTBUD_OIDC_ISSUER needs it.')
  const signOut = variables.POSTBUD_OIDC_SIGN_OUT || 'off'
  if (signOut !== 'on' && signOut !== 'off') {
    problems.push(`POSTBUD_OIDC_SIGN_OUT is "${signOut}"; expected one of on, off.`)
  }
  return {
    issuer,
    clientId: clientId ?? '',
    scope: variables.POSTBUD_OIDC_SCOPE || 'openid email profile',
    roleClaim: variables.POSTBUD_OIDC_ROLE_CLAIM || 'groups',
    roles: readRoles(variables.POSTBUD_OIDC_ROLES ?? '', problems),
    signOut: signOut === 'on',
  }
}

function isSafe(issuer: string): boolean {
  if (!URL.canParse(issuer)) return false
  const { protocol, hostname } = new URL(issuer)
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname))
}

/** `admins=administrator,marketing=contributor`. The last `=` parts, since names of groups may hold one (`cn=admins`). */
function readRoles(text: string, problems: string[]): ReadonlyMap<string, Role> {
  const roles = new Map<string, Role>()
  for (const pair of text.split(',').filter((each) => each.trim() !== '')) {
    const at = pair.lastIndexOf('=')
    const group = pair.slice(0, Math.max(0, at)).trim()
    const role = roleNames.find((name) => name === pair.slice(at + 1).trim())
    if (group !== '' && role) roles.set(group, role)
    else {
      problems.push(
        `POSTBUD_OIDC_ROLES has "${pair.trim()}"; expected group=role with one of ${roleNames.join(', ')}, such as admins=administrator,marketing=contributor.`,
      )
    }
  }
  return roles
}
