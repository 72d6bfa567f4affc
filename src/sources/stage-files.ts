import type { SourceDefinition } from '../contract/definitions.ts'
import type { Variables } from '../lib/variables.ts'
import { formatOf, type SourceFile } from './source-files.ts'
import { stageCsv } from './stage-csv.ts'
import { stageParquet } from './stage-parquet.ts'
import type { Staged, Staging } from './staged.ts'

/** Stages whatever a source is made of. */
export async function stageFiles(
  _needs: { readonly variables: Variables },
  staging: Staging,
  definition: SourceDefinition,
  files: readonly SourceFile[],
): Promise<Staged> {
  if ('postgres' in definition) throw new Error('not yet')
  const format = formatOf(staging.name, definition, files)
  switch (format) {
    case 'csv':
    case 'tsv':
      return stageCsv(staging, { ...definition, format }, files)
    case 'parquet':
      return stageParquet(staging, files)
    default:
      throw new Error('not yet')
  }
}
