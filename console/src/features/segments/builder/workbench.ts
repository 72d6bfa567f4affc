import { createContext, useContext } from 'react'
import type { Segment } from '../segments.ts'
import type { CatalogueTable } from './catalogue.ts'
import type { Id } from './draft.ts'
import type { Edit } from './editor.ts'

/** What every part of the builder works with. */
export type Workbench = {
  readonly dispatch: (edit: Edit) => void
  readonly tables: readonly CatalogueTable[]
  readonly segments: readonly Segment[]
  /** The segment that is edited, which cannot name itself. */
  readonly name: string | undefined
  /** How many people each part holds for; none while they are not known. */
  readonly counts: ReadonlyMap<Id, { readonly alone: number; readonly cumulative: number }>
  readonly countIsStale: boolean
  /** What is wrong with each part, in sentences. */
  readonly issues: ReadonlyMap<Id, readonly string[]>
  /** Whether what is not finished is to be told, because somebody wanted to save. */
  readonly tellsUnfinished: boolean
  /** Whether a part may be put into a group. */
  readonly mayMove: (part: Id, group: Id) => boolean
  /** Moves a part by keyboard, keeps the focus on it, and says so. */
  readonly nudge: (edit: Extract<Edit, { readonly do: 'nudge' | 'move-rule' }>, way: 'up' | 'down') => void
}

const Bench = createContext<Workbench | undefined>(undefined)
export const WorkbenchProvider = Bench.Provider

export function useWorkbench(): Workbench {
  const bench = useContext(Bench)
  if (!bench) throw new Error('A part of the builder stands outside of it.')
  return bench
}
