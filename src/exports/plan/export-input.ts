import { constantContact } from '../../constant-contact/destination.ts'
import { importField } from '../../constant-contact/import-fields.ts'
import type { Catalogue } from '../../contract/catalogue.ts'
import type { ColumnRef } from '../../contract/column.ts'
import { columnsIn } from '../../contract/column-list.ts'
import type { Definitions, ExportDefinition } from '../../contract/definitions.ts'
import type { Sql } from '../../engine/engine.ts'
import { quoteName } from '../../engine/quote-name.ts'
import { readSnapshot } from '../../engine/write-snapshot.ts'
import { AppError } from '../../lib/app-error.ts'
import { said } from '../../lib/said.ts'
import { compileMappedColumn } from '../../segments/mapped-column.ts'
import { findTable, resolveColumn } from '../../segments/resolve-column.ts'
import type { PlanInput, PlannedField } from './plan-input.ts'

/** Raised when a field or a suppression of an export cannot be read from the tables as they are. */
export class ExportInvalidError extends AppError {
  override readonly code = 'export_invalid'
  override readonly recovery = 'never'
  constructor(exportName: string, problem: string) {
    super(said`Export "${exportName}" cannot be planned: ${problem}`)
  }
}

type Given = {
  readonly definitions: Definitions
  readonly exportName: string
  readonly definition: ExportDefinition
  readonly catalogue: Catalogue
  readonly members: Readonly<Record<string, readonly string[]>>
  readonly now: Date
  readonly only?: readonly string[] | undefined
  readonly retried?: Sql | undefined
  /** What is known about the account and the list; see PlanInput. */
  readonly listDepartures?: string | undefined
  readonly ended?: PlanInput['ended']
  readonly departures?: string | undefined
  readonly refusals?: string | undefined
  readonly claims?: string | undefined
}

/** An export as its plan needs it: its mapping over today's tables, its members and what is known about the list. */
export function planInput(given: Given): PlanInput {
  const { definitions, definition, catalogue, exportName } = given
  const { email: emailMapping, ...mapped } = definition.fields
  // In one order wherever the definition comes from: as it is written, or from the database, which keeps no order of keys.
  const fields = Object.entries(mapped)
    .toSorted(byName)
    .map(
      ([name, mapping]): PlannedField => ({
        name,
        maxLength: maxLengthOf(exportName, name),
        value: compileMappedColumn(catalogue, mapping, given.now),
      }),
    )
  const suppress = [definitions.environment.suppress, definition.suppress].flatMap(columnsIn)
  return {
    segments: Object.entries(given.members).map(([name, files]) => ({ name, files })),
    profile: { files: catalogue.profile.files, key: catalogue.profile.key },
    email: compileMappedColumn(catalogue, emailMapping ?? definitions.profiles.email, given.now),
    ...(definitions.profiles.updatedAt && { updatedAt: definitions.profiles.updatedAt }),
    fields,
    fingerprint: JSON.stringify([definitions.profiles.email, definition.fields], inOrderOfKeys),
    suppressed: suppress.map((column) => emailsIn(catalogue, exportName, column)),
    consent:
      definition.consent === undefined ? undefined : compileMappedColumn(catalogue, definition.consent, given.now),
    departures: given.departures,
    listDepartures: given.listDepartures,
    ended: given.ended ?? [],
    refusals: given.refusals,
    claims: given.claims,
    only: given.only,
    retried: given.retried,
    limits: {
      emailLength: constantContact.limits.emailLength,
      batchRows: constantContact.limits.batchRows,
      batchBytes: constantContact.limits.batchBytes,
    },
    now: given.now,
  }
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1
}

function inOrderOfKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).toSorted(byName))
}

function maxLengthOf(exportName: string, field: string): number {
  const known = importField(field)
  if (!known) throw new ExportInvalidError(exportName, said`fields: Constant Contact's import has no column "${field}"`)
  return known.maxLength
}

function emailsIn(catalogue: Catalogue, exportName: string, ref: ColumnRef): Sql {
  const resolved = resolveColumn(catalogue, ref)
  if (typeof resolved === 'string') throw new ExportInvalidError(exportName, said`suppress: ${resolved}`)
  const table = findTable(catalogue, resolved.table)
  return {
    text: `select ${quoteName(resolved.column.name)}::varchar as email from ${readSnapshot(table?.files ?? [])}`,
    params: [],
  }
}
