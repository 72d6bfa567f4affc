import type { Person } from '../access/person.ts'
import { findConnection } from '../connections/application.ts'
import { findConnectionRow } from '../connections/connection-state.ts'
import type { Definitions, ExportDefinition } from '../contract/definitions.ts'
import type { Db } from '../db/database.ts'
import type { StoredAccount } from '../db/tables/connections.ts'
import type { ExpectedVersion } from '../definitions/definition-version.ts'
import { definitionsOf, readDefinitions } from '../definitions/load-definitions.ts'
import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'
import { type ChangedDefinitions, type ChangeNeeds, changeDefinitions } from './change-definitions.ts'
import { type ConnectionUses, usesOfConnection } from './connection-uses.ts'

/** What becomes of an export whose connection is removed. */
export type ExportFate =
  | { readonly action: 'detach' }
  | { readonly action: 'reassign'; readonly to: string }
  | { readonly action: 'remove' }

export type Removal = {
  readonly name: string
  /** The version that the editor saw. */
  readonly expected: ExpectedVersion
  /** For each export by name. */
  readonly exports: Readonly<Record<string, ExportFate>>
  /** For all that are not named. */
  readonly all?: ExportFate
}

/** What is left at Constant Contact, which Postbud neither revokes nor deletes. */
export type Remains = {
  readonly account: StoredAccount | null
  readonly clientId: string | null
  readonly lists: readonly { readonly id: string; readonly name: string; readonly people: number }[]
  /** In sentences. */
  readonly told: readonly string[]
}

/** Raised when a connection is to be removed that exports or runs use, and it was not said what is to become of them. */
export class ConnectionInUseError extends AppError {
  override readonly code = 'connection_in_use'
  override readonly recovery = 'never'
  readonly issues: readonly { readonly path: string; readonly message: string }[]
  constructor(name: string, { exports, runs }: ConnectionUses) {
    super(
      said`The connection "${name}" is in use, and nothing was removed. Say for each export whether to detach it, put it on another connection, or remove it; runs have to end or be canceled first.`,
    )
    this.issues = [
      ...exports.map((each) => ({ path: `exports.${each}`, message: said`the export "${each}" is on it` })),
      ...runs.map((each) => ({
        path: `runs.${each.run}`,
        message: said`run ${each.run} of export "${each.export}" has not ended (${each.status})`,
      })),
    ]
  }
}

/** Raised when what is to become of an export cannot be. */
export class RemovalInvalidError extends AppError {
  override readonly code = 'invalid_request'
  override readonly recovery = 'never'
  readonly issues: readonly { readonly path: string; readonly message: string }[]
  constructor(issues: readonly { readonly path: string; readonly message: string }[]) {
    super(said`Nothing was removed: ${issues.map(({ path, message }) => `${path}: ${message}`).join('; ')}.`)
    this.issues = issues
  }
}

/**
 * Removes a connection with its tokens, and does with its exports what was said, all or nothing. Nothing is revoked or
 * deleted at Constant Contact; what is left there is told. Throws ConnectionInUseError, RemovalInvalidError, and what
 * changeDefinitions throws.
 */
export async function removeConnection(
  needs: ChangeNeeds,
  person: Person,
  removal: Removal,
): Promise<{ readonly changed: ChangedDefinitions; readonly remains: Remains }> {
  const { name, expected } = removal
  const { db } = needs
  const definitions = definitionsOf(await readDefinitions(db))
  findConnection(definitions, name)
  requireSense(definitions, removal)
  const uses = await usesOfConnection(db, name)
  const unsaid = uses.exports.filter((each) => fateOf(removal, each) === undefined)
  if (unsaid.length > 0 || uses.runs.length > 0) throw new ConnectionInUseError(name, uses)

  const remains = await remainsOf(db, name)
  const changed = await changeDefinitions(needs, person, {
    edit: (present) => without(present, removal),
    ifMatch: [expected],
  })
  return { changed, remains }
}

function fateOf({ exports, all }: Removal, exportName: string): ExportFate | undefined {
  return Object.hasOwn(exports, exportName) ? exports[exportName] : all
}

function requireSense({ connections, exports }: Definitions, removal: Removal): void {
  const { name } = removal
  const judge = (path: string, fate: ExportFate | undefined) => {
    if (fate?.action !== 'reassign') return []
    if (fate.to === name) return [{ path: `${path}.to`, message: said`that is the connection that is to be removed` }]
    if (!Object.hasOwn(connections, fate.to)) {
      return [{ path: `${path}.to`, message: said`there is no connection "${fate.to}"` }]
    }
    return []
  }
  const issues = [
    ...Object.entries(removal.exports).flatMap(([each, fate]) =>
      Object.hasOwn(exports, each) && exports[each]?.connection === name
        ? judge(`exports.${each}`, fate)
        : [{ path: `exports.${each}`, message: said`there is no export "${each}" on the connection "${name}"` }],
    ),
    ...judge('all', removal.all),
  ]
  if (issues.length > 0) throw new RemovalInvalidError(issues)
}

/** The definitions without the connection. An export that came to it since is met by the check of references, and refused. */
function without(definitions: Definitions, removal: Removal): Definitions {
  const { [removal.name]: _gone, ...connections } = definitions.connections
  const kept = Object.entries(definitions.exports).flatMap(([each, definition]) => {
    const fate = definition.connection === removal.name ? fateOf(removal, each) : undefined
    if (fate?.action === 'remove') return []
    if (fate?.action === 'detach') return [[each, detached(definition)] as const]
    return [[each, fate ? { ...definition, connection: fate.to } : definition] as const]
  })
  return { ...definitions, connections, exports: Object.fromEntries(kept) }
}

/** An export without the connection that it had. */
export function detached({ connection: _had, ...definition }: ExportDefinition): ExportDefinition {
  return definition
}

async function remainsOf(db: Db, name: string): Promise<Remains> {
  const row = await findConnectionRow(db, name)
  const account = row?.account ?? null
  const clientId = row?.client_id ?? null
  if (!account || !row?.tokens) return { account, clientId, lists: [], told: [] }
  const claims = await db
    .selectFrom('claims')
    .innerJoin('lists', (join) =>
      join.onRef('lists.account_id', '=', 'claims.account_id').onRef('lists.list_id', '=', 'claims.list_id'),
    )
    .select(({ fn }) => ['lists.list_id as id', 'lists.name', fn.sum<number>('claims.entries').as('people')])
    .where('claims.account_id', '=', account.id)
    .groupBy(['lists.list_id', 'lists.name'])
    .orderBy('lists.name')
    .execute()
  const lists = claims.map((each) => ({ ...each, people: Number(each.people) }))
  const whose = account.organizationName ?? account.id
  return {
    account,
    clientId,
    lists,
    told: [
      said`Postbud has forgotten the tokens. In Constant Contact the application ${clientId ?? ''} is still allowed to act for ${whose} until that is taken back there: in the settings of the account under its connected applications, or by deactivating the application in the developer portal.`,
      said`The lists, and the people on them, stay in Constant Contact as they are.`,
    ],
  }
}
