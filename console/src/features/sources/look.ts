import { queryOptions } from '@tanstack/react-query'
import { ask } from '../../app/api.ts'
import type { Column, Notice, SourceDefinition } from './sources.ts'

/** What a source is made of that is not declared yet, or is about to be changed. */
export type Look = {
  readonly columns: readonly Column[]
  readonly rows: number
  readonly unreadable: number
  readonly misfits: readonly { readonly column: string; readonly rows: number; readonly examples: readonly string[] }[]
  readonly key: { readonly blank: number; readonly repeated: number } | null
  readonly sample: readonly Readonly<Record<string, unknown>>[]
  readonly notices: readonly Notice[]
  readonly proposal: {
    readonly key?: string
    readonly email?: string
    readonly firstName?: string
    readonly lastName?: string
    readonly updatedAt?: string
    readonly profileImage?: string
  }
}

/** A source before it has a key. */
export type Draft = Partial<SourceDefinition>

/** Share of corrupt rows above which a refresh fails where a source says nothing else. */
export const usualMaxCorrupt = 0.05

/** Looks at what a source would be. The server reads the data for it, so what was looked at is kept. */
export const lookQuery = (definition: Draft | undefined, name?: string) =>
  queryOptions({
    queryKey: ['look', name, definition],
    queryFn: ({ signal }) =>
      ask<Look>('POST', '/sources/preview', { body: { definition, ...(name !== undefined && { name }) }, signal }),
    enabled: definition !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    // While a changed type is looked at, what was seen before stays in sight.
    placeholderData: (before) => before,
    retry: false,
  })

/** The rows that would be left out, as far as a look can tell. */
export function corruptIn({ unreadable, misfits, key }: Look): number {
  const misfitting = misfits.reduce((sum, { rows }) => sum + rows, 0)
  return unreadable + misfitting + (key ? key.blank + key.repeated : 0)
}
