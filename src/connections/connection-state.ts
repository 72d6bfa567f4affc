import type { Selectable } from 'kysely'
import { ReconnectNeededError } from '../constant-contact/errors.ts'
import type { Db } from '../db/database.ts'
import type {
  ConnectionStatesTable,
  ConnectionStatus,
  StoredAccount,
  StoredCheck,
  StoredConsent,
  StoredExportUser,
} from '../db/tables/connections.ts'
import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'

/** What became of a declared connection, without its secrets. */
export type ConnectionState = {
  readonly name: string
  readonly status: ConnectionStatus
  /** Why it needs to be connected again: a code and a sentence. */
  readonly causeCode?: string
  readonly cause?: string
  readonly clientId?: string
  readonly account?: StoredAccount
  readonly consent?: StoredConsent
  readonly exportUser?: StoredExportUser
  readonly connectedAt?: Date
  readonly refreshedAt?: Date
  readonly lastCheck?: StoredCheck
}

export type ConnectionRow = Selectable<ConnectionStatesTable>
/** A row whose account and tokens are there. */
export type ConnectedRow = ConnectionRow & { client_id: string; account: StoredAccount; tokens: string }

export class NotConnectedError extends AppError {
  override readonly code = 'not_connected'
  override readonly recovery = 'after-reconnect'
  constructor(name: string) {
    super(said`The connection "${name}" has not been connected to an account yet. Run: postbud connect ${name}`)
  }
}

/** Raised when somebody made a connection lead to another account while something was under way with the former. */
export class AccountChangedError extends AppError {
  override readonly code = 'account_changed'
  override readonly recovery = 'later'
  constructor(name: string) {
    super(
      said`The connection "${name}" was made to lead to another account while this was under way, so it was not carried on there. Start it again.`,
    )
  }
}

/** The state of one connection; `never_connected` when nothing is stored about it. */
export async function readConnectionState(db: Db, name: string): Promise<ConnectionState> {
  const row = await findConnectionRow(db, name)
  return row ? stateOf(row) : { name, status: 'never_connected' }
}

/** The states that are stored, by name. */
export async function readConnectionStates(db: Db): Promise<Map<string, ConnectionState>> {
  const rows = await db.selectFrom('connection_states').selectAll().orderBy('name').execute()
  return new Map(rows.map((row) => [row.name, stateOf(row)]))
}

export function findConnectionRow(db: Db, name: string): Promise<ConnectionRow | undefined> {
  return db.selectFrom('connection_states').selectAll().where('name', '=', name).executeTakeFirst()
}

/**
 * The connection's row while it can be used. Throws NotConnectedError before it was ever connected, and
 * ReconnectNeededError with the cause after it died.
 */
export async function requireConnected(db: Db, name: string): Promise<ConnectedRow> {
  const row = await findConnectionRow(db, name)
  if (row?.status === 'reconnect_needed') {
    throw new ReconnectNeededError(name, row.cause_code ?? 'unknown', row.cause ?? said`it stopped working.`)
  }
  const { client_id, account, tokens } = row ?? {}
  if (row?.status !== 'connected' || !client_id || !account || !tokens) throw new NotConnectedError(name)
  return { ...row, client_id, account, tokens }
}

/** Why a connection died, as told to people. */
export const reconnectCauses = {
  rotation_lost: said`the answer to the last renewal of its tokens was lost, and the old ones are spent.`,
  refresh_refused: said`Constant Contact no longer accepts its refresh token: it was revoked, unused for 180 days, or renewed by another program.`,
  client_refused: said`Constant Contact does not accept the client id and secret: they were changed in the developer portal, or the application was deactivated. Set the present ones first.`,
  access_refused: said`Constant Contact refuses even a renewed access token.`,
  client_changed: said`its client id is now that of another application.`,
  service_changed: said`its service is now at another address than the one it was connected at.`,
  account_replaced: said`its tokens open another account than the one it was connected to. If the new one is meant, add --accept-other-account.`,
} as const

export type ReconnectCause = keyof typeof reconnectCauses

/**
 * Notes that the connection needs a person, unless its tokens are no longer `tokens`: then somebody has connected it again
 * in the meantime. Answers the error to throw.
 */
export async function markReconnectNeeded(
  db: Db,
  now: Date,
  name: string,
  tokens: string,
  code: ReconnectCause,
): Promise<ReconnectNeededError> {
  const cause = reconnectCauses[code]
  await db
    .updateTable('connection_states')
    .set({ status: 'reconnect_needed', cause_code: code, cause, refresh_started_at: null, updated_at: now })
    .where('name', '=', name)
    .where('tokens', '=', tokens)
    .execute()
  return new ReconnectNeededError(name, code, cause)
}

function stateOf(row: ConnectionRow): ConnectionState {
  return {
    name: row.name,
    status: row.status,
    ...(row.cause_code && { causeCode: row.cause_code }),
    ...(row.cause && { cause: row.cause }),
    ...(row.client_id && { clientId: row.client_id }),
    ...(row.account && { account: row.account }),
    ...(row.consent && { consent: row.consent }),
    ...(row.export_user && { exportUser: row.export_user }),
    ...(row.connected_at && { connectedAt: row.connected_at }),
    ...(row.refreshed_at && { refreshedAt: row.refreshed_at }),
    ...(row.last_check && { lastCheck: row.last_check }),
  }
}
