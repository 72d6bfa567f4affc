import { z } from 'zod'
import { versionOf } from '../definitions/definition-version.ts'
import type { DefinitionRow } from '../definitions/load-definitions.ts'
import type { ChangedDefinitions } from '../project/change-definitions.ts'
import { withoutSecrets } from '../project/shown-secrets.ts'
import { sentence } from './sentence.ts'

/** What is told of every definition. */
export const declaredShape = {
  name: z.string(),
  managedBy: z
    .string()
    .nullable()
    .describe('The file that declares it and undoes other changes when it is applied; null for none'),
  version: z.string().describe('What its ETag holds'),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
}

/** What is told of a change beside the thing itself. */
export const changedShape = {
  warnings: z.array(sentence).describe('What is worth knowing and stopped nothing, in sentences'),
  consequences: z.array(sentence).describe('What the change does beside the definition, in sentences'),
}

export function declared(row: DefinitionRow) {
  const { name, managedBy, createdAt, updatedAt } = row
  return {
    name,
    managedBy,
    version: versionOf(row),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}

/** The body as it is written, without secrets: references to variables stay references. */
export function shownBody<T extends object>(row: DefinitionRow): T {
  return withoutSecrets(row.body) as T
}

export function changedNotes({ warnings, consequences }: ChangedDefinitions): {
  warnings: string[]
  consequences: string[]
} {
  return { warnings: [...warnings], consequences: [...consequences] }
}
