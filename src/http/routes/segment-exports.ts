import { z } from 'zod'
import type { Person } from '../../access/person.ts'
import { exportPermission, requireExportEditor } from '../../access/rights.ts'
import { thingName } from '../../contract/column.ts'
import type { Definitions, ExportDefinition } from '../../contract/definitions.ts'
import { loadDefinitions } from '../../definitions/load-definitions.ts'
import { findExport } from '../../exports/run/run-export.ts'
import { changeFromOutside } from '../../project/change-from-outside.ts'
import { findSegment } from '../../segments/find-segment.ts'
import { changedNotes, changedShape } from '../definition-answers.ts'
import { nameParams } from '../definition-schemas.ts'
import { type Route, route } from '../route.ts'
import type { ServerApp } from '../server-app.ts'

const tag = 'Segments'

const exportSchema = z.object({
  name: z.string(),
  displayName: z.string(),
  connection: z.object({ name: z.string(), displayName: z.string() }).nullable(),
  permission: z.enum(['edit', 'view']),
})
const params = z.object({ name: thingName, export: thingName })

/** Manage exports of a segment (feature map X18). */
export const segmentExportRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/segments/:name/exports',
    tag,
    summary: 'The exports that contain a segment, and those that do not',
    rights: 'viewer',
    params: nameParams,
    answers: { 200: z.object({ contains: z.array(exportSchema), others: z.array(exportSchema) }) },
    handle: async ({ app, person, params: { name } }) => {
      const { segments, exports, connections } = await loadDefinitions(app.db)
      findSegment(segments, name)
      const tell = ([exportName, definition]: [string, ExportDefinition]): z.input<typeof exportSchema> => {
        const { displayName = exportName, connection } = definition
        return {
          name: exportName,
          displayName,
          connection:
            connection === undefined
              ? null
              : { name: connection, displayName: connections[connection]?.displayName ?? connection },
          permission: exportPermission(person, definition, connections),
        }
      }
      const has = ([, definition]: [string, ExportDefinition]) => definition.segments.includes(name)
      const all = Object.entries(exports)
      return { contains: all.filter(has).map(tell), others: all.filter((each) => !has(each)).map(tell) }
    },
  }),
  route({
    method: 'PUT',
    path: '/segments/:name/exports/:export',
    tag,
    summary: 'Add a segment to an export',
    rights: 'contributor',
    params,
    answers: { 200: z.object(changedShape) },
    handle: (asked) => change(asked, (segments, name) => (segments.includes(name) ? segments : [...segments, name])),
  }),
  route({
    method: 'DELETE',
    path: '/segments/:name/exports/:export',
    tag,
    summary: 'Take a segment out of an export, which keeps at least one',
    rights: 'contributor',
    params,
    answers: { 200: z.object(changedShape) },
    handle: (asked) => change(asked, (segments, name) => segments.filter((each) => each !== name)),
  }),
]

type Asking = {
  readonly app: ServerApp
  readonly person: Person
  readonly params: z.output<typeof params>
}

/** Whatever else of the export is changed at the same time, a segment is added or taken out, so that no version is asked for. */
async function change(
  { app, person, params: { name, export: exportName } }: Asking,
  edit: (segments: readonly string[], name: string) => readonly string[],
) {
  const changes = await changeFromOutside(app, person, {
    edit: (definitions: Definitions) => {
      findSegment(definitions.segments, name)
      const before = findExport(definitions, exportName)
      requireExportEditor(person, before, definitions.connections)
      const after = { ...before, segments: edit(before.segments, name) }
      return { ...definitions, exports: { ...definitions.exports, [exportName]: after } }
    },
  })
  return changedNotes(changes)
}
