import type { Draft } from './draft.ts'

/** What every part of the panel is given: the draft, how to change it, and whether whoever looks may only look. */
export type Part = {
  readonly draft: Draft
  readonly change: (changes: Partial<Draft>) => void
  readonly disabled: boolean
}
