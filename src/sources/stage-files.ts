import type { FileSource } from '../contract/definitions.ts'
import { formatOf, type SourceFile } from './source-files.ts'
import { stageCsv } from './stage-csv.ts'
import { stageJson } from './stage-json.ts'
import { stageParquet } from './stage-parquet.ts'
import type { Staged, Staging } from './staged.ts'

/** Stages the files of a source, whatever their format. */
export async function stageFiles(
  staging: Staging,
  definition: FileSource,
  files: readonly SourceFile[],
): Promise<Staged> {
  const format = formatOf(staging.name, definition, files)
  switch (format) {
    case 'csv':
    case 'tsv':
      return stageCsv(staging, { ...definition, format }, files)
    case 'parquet':
      return stageParquet(staging, files)
    case 'json':
    case 'ndjson':
      return stageJson(staging, { ...definition, format }, files)
    default:
      return format satisfies never
  }
}
