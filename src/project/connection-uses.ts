import type { Db } from '../db/database.ts'
import { readDefinitions } from '../definitions/load-definitions.ts'

/** What uses a connection: exports, and runs of exports that have not ended, with the connection they began with. */
export type ConnectionUses = {
  readonly exports: readonly string[]
  readonly runs: readonly { readonly run: string; readonly export: string; readonly status: string }[]
}

export async function usesOfConnection(db: Db, name: string): Promise<ConnectionUses> {
  const stored = await readDefinitions(db)
  const exports = stored.flatMap((each) => (each.kind === 'export' && isOn(each.body, name) ? [each.name] : []))
  const open = await db
    .selectFrom('runs')
    .select(['id', 'export_name', 'status', 'definition'])
    .where('finished_at', 'is', null)
    .orderBy('id')
    .execute()
  const runs = open.filter(({ definition }) => isOn(definition, name))
  return { exports, runs: runs.map(({ id, export_name, status }) => ({ run: id, export: export_name, status })) }
}

function isOn(segmentExport: object, connection: string): boolean {
  return 'connection' in segmentExport && segmentExport.connection === connection
}
