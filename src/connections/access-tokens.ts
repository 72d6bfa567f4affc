import type { Budget } from '../constant-contact/budget.ts'
import { constantContact } from '../constant-contact/destination.ts'
import { UnreachableError } from '../constant-contact/errors.ts'
import type { TokenVerdict } from '../constant-contact/judge-tokens.ts'
import { nextDelay } from '../constant-contact/retry-policy.ts'
import type { AccessTokens } from '../constant-contact/session.ts'
import { type Application, renewTokens, type SignIn } from '../constant-contact/sign-in.ts'
import type { ControlDatabase, Db } from '../db/database.ts'
import { said } from '../lib/said.ts'
import { AccountChangedError, type ConnectedRow, markReconnectNeeded, requireConnected } from './connection-state.ts'
import type { SecretBox } from './secret-box.ts'
import { openTokens, type StoredTokens, sealTokens } from './stored-tokens.ts'

export type TokenNeeds = {
  readonly db: Db
  readonly database: Pick<ControlDatabase, 'tryLock'>
  readonly signIn: SignIn
  readonly box: SecretBox
  readonly budget: Pick<Budget, 'takeTokenSlot'>
  readonly application: Application
  readonly random: () => number
}

type Whose = { readonly name: string; readonly accountId: string }
type Held = StoredTokens & { readonly sealed: string }

const minuteMs = 60_000
/** How often somebody who waits for another's renewal looks whether it is done. */
const lookAgainMs = 250

/** The lock under which a connection's tokens are changed. */
export function tokenLock(name: string): string {
  return `tokens:${name}`
}

/**
 * The access tokens of a connection, renewed some minutes before they end or when Constant Contact refuses one. However
 * many ask at once, in however many processes, one renews and the others use what it got. They open the account `accountId`
 * and no other: throws AccountChangedError once somebody has made the connection lead to another one.
 */
export function accessTokens(needs: TokenNeeds, whose: Whose): AccessTokens {
  const { name } = whose
  const { db, box, random, signIn } = needs
  const { clock } = signIn
  // 5 to 30 minutes, not the same for every process, so that they do not all come at one moment.
  const aheadMs = (5 + 25 * random()) * minuteMs
  let held: Held | undefined
  let renewing: Promise<Held> | undefined
  let restUntil = 0

  const read = async (): Promise<Held> => heldIn(box, await requireSame(db, whose))
  const renewOnce = (stale: Held): Promise<Held> => {
    renewing ??= renew(needs, whose, stale).finally(() => {
      renewing = undefined
    })
    return renewing
  }

  return {
    async current() {
      held ??= await read()
      const now = clock.now().getTime()
      const leftMs = held.expiresAt.getTime() - now
      const lifeMs = held.expiresAt.getTime() - held.issuedAt.getTime()
      if (leftMs > Math.min(aheadMs, lifeMs / 4) || (leftMs > minuteMs && now < restUntil)) return held.accessToken
      try {
        held = await renewOnce(held)
      } catch (thrown) {
        // There was time to spare, and there is some left: the token endpoint may be back before it is used up.
        if (!(thrown instanceof UnreachableError) || leftMs <= minuteMs) throw thrown
        restUntil = now + minuteMs
      }
      return held.accessToken
    },
    async renewed(refused) {
      held ??= await read()
      if (held.accessToken === refused) held = await renewOnce(held)
      return held.accessToken
    },
    async givenUp() {
      const { sealed } = held ?? (await read())
      return markReconnectNeeded(db, clock.now(), name, sealed, 'access_refused')
    },
  }
}

function heldIn(box: SecretBox, row: ConnectedRow): Held {
  return { ...openTokens(box, row.name, row.tokens), sealed: row.tokens }
}

/** The row of the connection while it leads to the account that it was opened for. */
async function requireSame(db: Db, { name, accountId }: Whose): Promise<ConnectedRow> {
  const row = await requireConnected(db, name)
  if (row.account.id !== accountId) throw new AccountChangedError(name)
  return row
}

/** New tokens in place of `stale`: by our own renewal under the lock, or by that of whoever holds it. */
async function renew(needs: TokenNeeds, whose: Whose, stale: Held): Promise<Held> {
  const { db, database, box, signIn } = needs
  for (;;) {
    await using lock = await database.tryLock(tokenLock(whose.name))
    // Read after the lock was got: what is stored now is what nobody is about to change.
    const row = await requireSame(db, whose)
    if (row.tokens !== stale.sealed) return heldIn(box, row)
    // Awaited here: a promise handed on would be waited for after the lock is let go.
    if (lock) return await renewUnderLock(needs, row, stale)
    await signIn.clock.wait(lookAgainMs)
  }
}

/**
 * One renewal. That it begins is durable before the request leaves, and the new pair is durable before it is used. Between
 * the two a crash leaves the mark standing: then the old refresh token is tried once more, and when it turns out to be spent
 * the connection needs a person.
 */
async function renewUnderLock(needs: TokenNeeds, row: ConnectedRow, stale: Held): Promise<Held> {
  const { db, box, application, signIn } = needs
  const { name } = row
  const now = () => signIn.clock.now()
  if (row.client_id !== application.clientId) {
    throw await markReconnectNeeded(db, now(), name, row.tokens, 'client_changed')
  }

  const lostBefore = row.refresh_started_at !== null
  await setRefreshStarted(db, name, now(), now())
  const { verdict, lost } = await askForTokens(needs, stale.refreshToken, lostBefore)

  switch (verdict.kind) {
    case 'tokens': {
      const { accessToken, expiresAt, refreshToken = stale.refreshToken } = verdict.tokens
      const tokens: StoredTokens = { accessToken, refreshToken, expiresAt, issuedAt: now() }
      const sealed = sealTokens(box, name, tokens)
      await db
        .updateTable('connection_states')
        .set({ tokens: sealed, refresh_started_at: null, refreshed_at: now(), updated_at: now() })
        .where('name', '=', name)
        .execute()
      return { ...tokens, sealed }
    }
    case 'refused': {
      const clientRefused = ['invalid_client', 'unauthorized_client'].includes(verdict.code)
      const cause = clientRefused ? 'client_refused' : lost ? 'rotation_lost' : 'refresh_refused'
      throw await markReconnectNeeded(db, now(), name, row.tokens, cause)
    }
    case 'throttled':
    case 'unknown': {
      if (!lost) await setRefreshStarted(db, name, null, now())
      const why = verdict.kind === 'throttled' ? said`its token endpoint is busy` : verdict.why
      throw new UnreachableError(said`new tokens for the connection "${name}"`, why)
    }
  }
}

/**
 * Asks for tokens: again while the endpoint is busy, and once more after an answer that was lost (`lost`: some answer was, now
 * or before, so a refusal means that the pair which replaced ours went with it).
 */
async function askForTokens(
  needs: TokenNeeds,
  refreshToken: string,
  lostBefore: boolean,
): Promise<{ verdict: TokenVerdict; lost: boolean }> {
  const { signIn, budget, application, random } = needs
  const patience = constantContact.retry.throttled
  let lost = lostBefore
  let throttled = 0
  for (;;) {
    await budget.takeTokenSlot()
    const verdict = await renewTokens(signIn, application, refreshToken)
    if (verdict.kind === 'throttled') {
      throttled += 1
      const delayMs = nextDelay(patience, throttled, random)
      if (delayMs === undefined) return { verdict, lost }
      await signIn.clock.wait(delayMs)
      continue
    }
    if (verdict.kind !== 'unknown' || !verdict.arrived || lost) return { verdict, lost }
    lost = true
    await signIn.clock.wait(nextDelay(patience, 1, random) ?? 0)
  }
}

async function setRefreshStarted(db: Db, name: string, startedAt: Date | null, now: Date): Promise<void> {
  await db
    .updateTable('connection_states')
    .set({ refresh_started_at: startedAt, updated_at: now })
    .where('name', '=', name)
    .execute()
}
