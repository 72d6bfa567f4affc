import { nextMidnight } from '../constant-contact/budget.ts'
import { constantContact } from '../constant-contact/destination.ts'
import { type BudgetState, readBudgets } from '../constant-contact/read-budgets.ts'
import type { Definitions } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import type { Clock } from '../lib/clock.ts'
import { hasReference, replaceReferences, type Variables } from '../lib/variables.ts'
import { readConnectionStates } from './connection-state.ts'

type Needs = { readonly db: Db; readonly clock: Clock; readonly variables: Variables }

/** The one budget that all connections of an application share. */
export type ApplicationBudget = BudgetState & {
  readonly clientId: string
  /** The declared connections that sign in as it. */
  readonly connections: readonly string[]
  readonly requestsPerSecond: number
  readonly requestsPerDay: number
  /** What may leave before `resetsAt`; nothing while it is parked. */
  readonly leftToday: number
  readonly resetsAt: Date
  /** Its connections declare different limits; the greatest are shown, and a connection that declares less stops earlier. */
  readonly limitsDiffer: boolean
}

/** The budgets of the applications that are declared, in the order of their first connections. */
export async function applicationBudgets(
  needs: Needs,
  { connections }: Pick<Definitions, 'connections'>,
): Promise<ApplicationBudget[]> {
  const now = needs.clock.now()
  const spent = await readBudgets(needs)
  const clientIds = await clientIdsOf(needs, connections)
  const byApplication = Map.groupBy(Object.entries(connections), ([name]) => clientIds.get(name) ?? '')
  return [...byApplication].map(([clientId, members]) => {
    const limits = members.map(([, { limits }]) => ({ ...constantContact.limits, ...limits }))
    const requestsPerSecond = Math.max(...limits.map((each) => each.requestsPerSecond))
    const requestsPerDay = Math.max(...limits.map((each) => each.requestsPerDay))
    const state = spent.get(clientId) ?? { usedToday: 0 }
    return {
      clientId,
      connections: members.map(([name]) => name),
      requestsPerSecond,
      requestsPerDay,
      ...state,
      leftToday: state.parkedUntil ? 0 : Math.max(0, requestsPerDay - state.usedToday),
      resetsAt: nextMidnight(now),
      limitsDiffer: limits.some(
        (each) => each.requestsPerSecond !== requestsPerSecond || each.requestsPerDay !== requestsPerDay,
      ),
    }
  })
}

/** The client id of each connection: today's, or the one it was connected with where its variable is not set here. */
async function clientIdsOf(
  { db, variables }: Needs,
  connections: Definitions['connections'],
): Promise<Map<string, string>> {
  const states = await readConnectionStates(db)
  return new Map(
    Object.entries(connections).map(([name, { clientId: written }]) => {
      const clientId = replaceReferences(written, (variable) => variables[variable])
      return [name, hasReference(clientId) ? (states.get(name)?.clientId ?? written) : clientId]
    }),
  )
}
