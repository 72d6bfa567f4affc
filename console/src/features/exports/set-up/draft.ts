import type { ConnectionDefinition, ExportDefinition, FieldMapping } from '../../../../../src/contract/definitions.ts'

/** An export as it stands in the panel: whole enough to be shown, not yet to be saved. */
export type Draft = {
  readonly displayName: string
  readonly connection: string | undefined
  readonly list: string
  readonly segments: readonly string[]
  readonly fields: Readonly<Record<string, FieldMapping>>
  readonly leavers: 'keep' | 'remove'
  readonly consent: ExportDefinition['consent']
  readonly suppress: ExportDefinition['suppress']
  readonly guards: NonNullable<ExportDefinition['guards']>
  readonly schedule: NonNullable<ExportDefinition['schedule']>
}

export type ConnectionType = ConnectionDefinition['type']

export const emptyDraft: Draft = {
  displayName: '',
  connection: undefined,
  list: '',
  segments: [],
  fields: {},
  leavers: 'keep',
  consent: undefined,
  suppress: undefined,
  guards: {},
  schedule: 'system refresh',
}

export function draftOf(name: string, definition: ExportDefinition): Draft {
  const { displayName = name, connection, list, segments, fields, leavers, consent, suppress } = definition
  const { guards = {}, schedule = 'system refresh' } = definition
  return {
    displayName,
    connection,
    list,
    segments,
    fields,
    leavers: leavers ?? 'keep',
    consent,
    suppress,
    guards,
    schedule,
  }
}

/** The definition that is saved: what is as it is anyway is left out, as people would write it. */
export function definitionOf(draft: Draft): ExportDefinition {
  const { displayName, connection, list, segments, fields, leavers, consent, suppress, guards, schedule } = draft
  return {
    ...(displayName.trim() !== '' && { displayName: displayName.trim() }),
    ...(connection !== undefined && { connection }),
    list: list.trim(),
    segments,
    fields,
    ...(leavers !== 'keep' && { leavers }),
    ...(consent !== undefined && { consent }),
    ...(suppress !== undefined && { suppress }),
    ...(Object.keys(guards).length > 0 && { guards }),
    ...(schedule !== 'system refresh' && { schedule }),
  }
}

/** What an export must say before it is asked of the server, by where it would stand. */
export type Missing = {
  readonly path: string
  readonly what: 'connection' | 'list' | 'noSuchList' | 'segment' | 'column' | 'name'
}

/** What somebody has not filled in yet. Whether what they did is right, only the server knows. */
export function missingIn({ displayName, connection, list, segments, fields }: Draft, isNew: boolean): Missing[] {
  return [
    // One that was detached may be changed without being given one.
    ...(isNew && connection === undefined ? [{ path: 'connection', what: 'connection' } as const] : []),
    ...(list.trim() === '' ? [{ path: 'list', what: 'list' } as const] : []),
    ...(segments.length === 0 ? [{ path: 'segments', what: 'segment' } as const] : []),
    ...Object.entries(fields).flatMap(([field, from]) =>
      from === '' ? [{ path: `fields.${field}`, what: 'column' } as const] : [],
    ),
    // Until there are a list and a segment none is proposed, and those are what is missing.
    ...(displayName.trim() === '' && list.trim() !== '' && segments.length > 0
      ? [{ path: 'displayName', what: 'name' } as const]
      : []),
  ]
}

/** The name by which the API and files call it, made of what people call it; one that nobody has yet. */
export function nameFrom(displayName: string, taken: ReadonlySet<string>): string {
  const plain = displayName
    .toLowerCase()
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'oe')
    .replaceAll('å', 'aa')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 90)
  const base = plain || 'export'
  for (let at = 1; ; at += 1) {
    const name = at === 1 ? base : `${base}-${at}`
    if (!taken.has(name)) return name
  }
}
