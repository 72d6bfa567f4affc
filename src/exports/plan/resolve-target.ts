import type { ContactList } from '../../constant-contact/lists.ts'
import type { ExportDefinition } from '../../contract/definitions.ts'
import type { Db } from '../../db/database.ts'
import { AppError } from '../../lib/app-error.ts'
import { didYouMean } from '../../lib/nearest-name.ts'
import { said } from '../../lib/said.ts'
import type { DeliveryAccount } from '../list/delivery-account.ts'

/** Raised when a custom field that an export sends is not in the account (any more). */
export class CustomFieldMissingError extends AppError {
  override readonly code = 'custom_field_missing'
  override readonly recovery = 'never'
  constructor(field: string, known: readonly string[]) {
    super(
      said`The account has no custom field named "${field}".${didYouMean(field, known)} Known: ${known.join(', ') || said`none`}. Make it in Constant Contact, or change the export's mapping.`,
    )
  }
}

type Target = { readonly exportName: string; readonly definition: ExportDefinition; readonly signal?: AbortSignal }

/**
 * The list an export would deliver to and proof that its custom fields exist: what an unknown title in an import does is
 * unknown, so names are looked up before every run. Writes nothing, so that it may be asked of an export that is only being set up.
 */
export async function findTarget(
  db: Db,
  client: DeliveryAccount,
  { exportName, definition, signal }: Target,
): Promise<ContactList> {
  await requireFields(client, definition, signal)
  const kept = await keptList(db, client, exportName, definition)
  return client.findList(kept?.list_id ?? definition.list, signal)
}

/** The same for a run: a name is resolved once and its id kept, so that renaming the list in Constant Contact changes nothing. */
export async function resolveTarget(
  db: Db,
  client: DeliveryAccount,
  exportName: string,
  definition: ExportDefinition,
  signal?: AbortSignal,
): Promise<ContactList> {
  const list = await findTarget(db, client, { exportName, definition, ...(signal && { signal }) })
  if (await keptList(db, client, exportName, definition)) return list
  const values = { list_text: definition.list, list_id: list.id }
  await db
    .insertInto('export_lists')
    .values({ export_name: exportName, account_id: client.accountId, ...values })
    .onConflict((conflict) => conflict.columns(['export_name', 'account_id']).doUpdateSet(values))
    .execute()
  // An export delivers to one list; in an account that its connection no longer leads to it keeps nobody.
  await db
    .deleteFrom('export_lists')
    .where('export_name', '=', exportName)
    .where('account_id', '<>', client.accountId)
    .execute()
  return list
}

/** The list that an export has found by what its definition says, which leads to it from then on, whatever it is called by now. */
export function keptList(
  db: Db,
  { accountId }: { readonly accountId: string },
  exportName: string,
  { list }: Pick<ExportDefinition, 'list'>,
): Promise<{ list_id: string } | undefined> {
  return db
    .selectFrom('export_lists')
    .select('list_id')
    .where('export_name', '=', exportName)
    .where('account_id', '=', accountId)
    .where('list_text', '=', list)
    .executeTakeFirst()
}

/** Throws CustomFieldMissingError when the account lacks a custom field that the export sends. */
export async function requireFields(
  client: DeliveryAccount,
  definition: ExportDefinition,
  signal?: AbortSignal,
): Promise<void> {
  const { missing, known } = await missingFields(client, definition, signal)
  const [first] = missing
  if (first !== undefined) throw new CustomFieldMissingError(first, known)
}

/** The custom fields that an export sends and the account lacks, and those it has; asks nothing where none is sent. */
export async function missingFields(
  client: DeliveryAccount,
  { fields }: ExportDefinition,
  signal?: AbortSignal,
): Promise<{ missing: readonly string[]; known: readonly string[] }> {
  const wanted = Object.keys(fields).filter((field) => field.startsWith('cf:'))
  if (wanted.length === 0) return { missing: [], known: [] }
  const known = (await client.readCustomFields(signal)).map(({ name }) => `cf:${name}`)
  return { missing: wanted.filter((field) => !known.includes(field)), known }
}
