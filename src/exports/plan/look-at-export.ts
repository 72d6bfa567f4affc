import type { ContactList } from '../../constant-contact/lists.ts'
import type { Definitions, ExportDefinition } from '../../contract/definitions.ts'
import { resolveDefinitions } from '../../definitions/resolve-definitions.ts'
import type { EngineSession } from '../../engine/engine.ts'
import { type Refreshed, refreshFor } from '../../refresh/refresh-for.ts'
import type { DeliveryAccount } from '../list/delivery-account.ts'
import { readDepartures } from '../list/read-departures.ts'
import { ExportNotFoundError } from '../run/run-export.ts'
import type { RunNeeds } from '../run/run-needs.ts'
import { type LaidOut, layOutPlan, type PlanScope } from './lay-out-plan.ts'
import { requireConnection } from './require-connection.ts'
import { findTarget } from './resolve-target.ts'

/** An export, its account and its list, brought up to date as a run would; disposing closes the account. */
export type Look = AsyncDisposable & {
  readonly definitions: Definitions
  readonly definition: ExportDefinition
  readonly client: DeliveryAccount
  readonly list: ContactList
  readonly refreshed: Refreshed
  /** The file of the account's departures, read just now. */
  readonly departures: string
}

export type LookRequest = {
  readonly exportName: string
  readonly signal: AbortSignal
  /** Told what is done now, as the stage of a run is. */
  readonly tell?: (doing: LookStage) => void
}

/** What a look does, in order: bringing data up to date, reading from Constant Contact, planning. */
export type LookStage = 'refreshing' | 'reading' | 'planning'

/** Opens what a look at an export needs: its data refreshed, its list found, the departures read. Sends nothing. */
export async function lookAtExport(
  needs: RunNeeds,
  written: Definitions,
  { exportName, signal, tell = () => undefined }: LookRequest,
): Promise<Look> {
  const definitions = resolveDefinitions(written, needs.variables)
  const definition = Object.hasOwn(definitions.exports, exportName) ? definitions.exports[exportName] : undefined
  if (!definition) throw new ExportNotFoundError(exportName, Object.keys(definitions.exports))
  await using opening = new AsyncDisposableStack()
  const client = opening.use(await needs.openAccount(requireConnection(exportName, definition)))
  tell('refreshing')
  const refreshed = await refreshFor(needs, definitions, definition.segments, signal)
  tell('reading')
  const list = await findTarget(needs.db, client, { exportName, definition, signal })
  const departures = await readDepartures(needs, client, signal)
  const parts = opening.move()
  const close = () => parts.disposeAsync()
  return { definitions, definition, client, list, refreshed, departures, [Symbol.asyncDispose]: close }
}

/** Lays out in a session the plan that a run of the export would have: of everybody, or of what it is about. */
export async function planOfLook(
  needs: RunNeeds,
  session: EngineSession,
  { client, list, ...look }: Look,
  { exportName, signal }: LookRequest,
  scope: PlanScope = { kind: 'everybody' },
): Promise<LaidOut> {
  return await layOutPlan(needs, client, session, {
    ...look,
    exportName,
    listId: list.id,
    scope,
    signal,
  })
}
