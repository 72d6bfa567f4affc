import type { Privilege } from '../accounts/account.ts'
import { type Application, SCOPES, type TokenAnswer } from '../oauth/grants.ts'
import type { World } from '../world.ts'
import { accountOf, applicationOf } from './named-things.ts'

/** Accounts and who may use them: sign-in, applications, tokens, privileges. */
export function accountsAndTokens(world: World) {
  return {
    /** Whether the authorize page approves by itself. */
    get autoApprove(): boolean {
      return world.autoApprove
    },

    set autoApprove(value: boolean) {
      world.autoApprove = value
    },

    addAccount(accountId: string, organizationName: string): void {
      world.addAccount(accountId, organizationName)
    },

    /** Who is signed in when an application asks for access. */
    signInAs(accountId: string): void {
      world.signedInAs = accountOf(world, accountId).id
    },

    addApplication(input: {
      clientId: string
      clientSecret: string | null
      redirectUris?: string[] | undefined
      rotating?: boolean | undefined
    }): Application {
      return world.grants.addApplication(input)
    },

    setRotating(rotating: boolean): void {
      for (const application of world.grants.applications.values()) application.rotating = rotating
    },

    /** Tokens without a browser. */
    issueTokens(
      input: {
        clientId?: string | undefined
        accountId?: string | undefined
        scopes?: readonly string[] | undefined
      } = {},
    ): TokenAnswer {
      const application = applicationOf(world, input.clientId)
      return world.grants.open(application, accountOf(world, input.accountId).id, [...(input.scopes ?? SCOPES)])
    },

    /** Access tokens that were issued so far stop working; refresh tokens still do. */
    expireAccessTokens(): void {
      world.grants.expireAccessTokens()
    },

    /** Every refresh token so far stops working; access tokens still do. */
    spendRefreshTokens(): void {
      world.grants.spendRefreshTokens()
    },

    /** The owner takes all access back: no token works any more. */
    revokeGrants(): void {
      world.grants.revokeAll()
    },

    deactivateApplication(clientId?: string): void {
      applicationOf(world, clientId).active = false
    },

    setPrivileges(privileges: readonly Privilege[], accountId?: string): void {
      accountOf(world, accountId).privileges = new Set(privileges)
    },
  }
}
