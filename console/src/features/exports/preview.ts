import { useMutation } from '@tanstack/react-query'
import { ask } from '../../app/api.ts'
import type { Tripped } from '../runs/guard-sentence.tsx'
import { type ExportDefinition, exportPath } from './exports.ts'

type ByReason = Readonly<Record<string, number>>

export type Standing = {
  readonly members: number
  readonly new: number
  readonly changed: number
  readonly unchanged: number
  readonly heldBack: ByReason
  readonly rejected: ByReason
}

export type Sample = {
  readonly standing: string
  readonly reason: string | null
  readonly people: readonly { readonly email: string | null; readonly key: string }[]
}

/** What a run would do and cost. */
export type Preview = {
  readonly list: string
  readonly all: Standing
  readonly segments: Readonly<Record<string, Standing>>
  readonly leaving: { readonly leavers: ByReason; readonly kept: ByReason; readonly toRemove: number }
  readonly samples: readonly Sample[]
  readonly cost: {
    readonly imports: number
    readonly removals: number
    readonly requests: number
    readonly minutes: number
    readonly leftToday: number
    readonly fitsToday: boolean
  }
  readonly limit: number
  readonly account: {
    readonly contacts: number | null
    readonly newAtMost: number
    readonly contactsAtMost: number | null
    readonly contractLimit: number | null
  }
  readonly guards: readonly Tripped[]
}

type Previewed = { readonly kind: 'export' | 'repair' } | { readonly kind: 'undo'; readonly run: string }

/** Looks at what a run of an export would do, as it is saved, a repair of its list, or undoing one of its runs. */
export function usePreview(name: string, body: Previewed = { kind: 'export' }) {
  return useMutation({ mutationFn: () => ask<Preview>('POST', `${exportPath(name)}/preview?emails=full`, { body }) })
}

/** The same of an export that is not saved. */
export function useDraftPreview() {
  return useMutation({
    mutationFn: (draft: { readonly name: string; readonly definition: ExportDefinition }) =>
      ask<Preview>('POST', '/exports/preview?emails=full', { body: draft }),
  })
}
