import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ask, ifMatch, once } from '../../../app/api.ts'
import type { Notes } from '../export-acts.ts'
import { type ExportDefinition, exportPath } from '../exports.ts'

type Saved = { readonly name: string; readonly definition: ExportDefinition } & Notes

/** What is saved: a new export, or one that is there, upon the version that was read. */
type ToSave = {
  readonly name: string
  readonly definition: ExportDefinition
  /** Undefined for a new one; null where it has no versions. */
  readonly version?: string | null
}

export function useSaveExport() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ name, definition, version }: ToSave) =>
      version === undefined
        ? ask<Saved>('POST', '/exports', { body: { name, definition }, headers: once() })
        : ask<Saved>('PUT', exportPath(name), { body: definition, headers: ifMatch(version) }),
    // Not what is read from Constant Contact, which spends requests.
    onSuccess: () => {
      for (const about of ['exports', 'export', 'schedules', 'status']) {
        void queries.invalidateQueries({ queryKey: [about] })
      }
    },
  })
}
