import { emailKey } from '../contacts/email-key.ts'
import type { ActivityFaultInput } from '../faults/activity-faults.ts'
import type { FaultInput } from '../faults/request-faults.ts'
import type { AwaitedMoment, MomentAct, RequestMoment } from '../faults/request-moments.ts'
import { type Limits, NO_LIMITS } from '../limits/meters.ts'
import type { Unknowns } from '../unknowns.ts'
import type { World } from '../world.ts'
import { accountOf, applicationOf } from './named-things.ts'

/** What goes wrong, what happens in between, how fast the service is and what time it is there. */
export function faultsAndSettings(world: World) {
  return {
    fault(input: FaultInput): void {
      world.faults.arm(input)
    },

    activityFault(input: ActivityFaultInput): void {
      world.activityFaults.arm(input)
    },

    clearFaults(): void {
      world.faults.clear()
      world.activityFaults.clear()
    },

    /**
     * Does something right before a request is handled: the first that matches, or the `nth`, and once. A request that a
     * fault answers or cuts off before it comes to the work is not one of them. Waits for what the act answers.
     */
    whenRequest(moment: RequestMoment, act: MomentAct): AwaitedMoment {
      return world.beforeWork.wait(moment, act)
    },

    /** The same right after the work was done, before the answer leaves. */
    afterRequest(moment: RequestMoment, act: MomentAct): AwaitedMoment {
      return world.afterWork.wait(moment, act)
    },

    /** Imports refuse an e-mail from now on; `named: false` only counts it. */
    refuseEmail(input: {
      email: string
      message?: string | undefined
      named?: boolean | undefined
      correctable?: boolean | undefined
      accountId?: string | undefined
    }): void {
      accountOf(world, input.accountId).refusals.set(emailKey(input.email, world.unknowns), {
        message: input.message ?? 'Invalid email address',
        named: input.named ?? true,
        correctable: input.correctable ?? false,
      })
    },

    acceptEmail(email: string, accountId?: string): void {
      accountOf(world, accountId).refusals.delete(emailKey(email, world.unknowns))
    },

    setUnknown<K extends keyof Unknowns>(name: K, value: Unknowns[K]): void {
      world.unknowns[name] = value
    },

    setUnknowns(changes: Partial<Unknowns>): void {
      Object.assign(world.unknowns, changes)
    },

    setLimits(limits: Partial<Limits> | 'none'): void {
      world.limits = limits === 'none' ? { ...NO_LIMITS } : { ...world.limits, ...limits }
    },

    /** Another program that uses the same application makes so many requests today. */
    spend(requests: number, clientId?: string): void {
      world.meter(applicationOf(world, clientId).clientId).api.spend(requests)
    },

    setPace(pace: { instant?: boolean | undefined; contactsPerSecond?: number | undefined }): void {
      if (pace.instant !== undefined) world.instant = pace.instant
      if (pace.contactsPerSecond !== undefined) world.contactsPerSecond = pace.contactsPerSecond
    },

    /**
     * Lets time pass. Done while no job is under way, it sets the service's clock ahead of the machine's for everything
     * that comes, and behind it when `ms` is negative: the service has no other clock.
     */
    advance(ms: number): void {
      world.clock.offsetMs += ms
      world.advance()
    },

    now(): number {
      return world.clock.now()
    },

    /** Lets jobs that were made to get stuck go on. */
    release(): void {
      for (const account of world.accounts.values()) account.queue.release(world.clock.now())
    },

    reset(): void {
      world.reset()
    },
  }
}
