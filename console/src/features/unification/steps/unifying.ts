import { createContext, useContext } from 'react'
import type { Shipped } from '../../../../../src/contract/shipped-rules.ts'
import type { Draft } from './draft.ts'

/** A source that may hold people, as far as it was read. */
export type SourceTable = {
  readonly name: string
  readonly key: string
  /** Null before it was read. */
  readonly rows: number | null
  readonly columns: readonly string[]
}

/** What every part of the steps works on. */
export type Unifying = {
  readonly draft: Draft
  /** Changes the draft. Changes of one mark directly after each other are undone together. */
  readonly change: (by: (draft: Draft) => Draft, mark?: string) => void
  readonly sources: readonly SourceTable[]
  /** The rules that Postbud brings along for the fields there are. */
  readonly shipped: Shipped
  /** What the server found wrong with what stands at a path of the draft, `match[0].where[1]`, or below it. */
  readonly issuesAt: (path: string) => readonly string[]
  readonly mayEdit: boolean
}

const Context = createContext<Unifying | null>(null)

export const UnifyingProvider = Context.Provider

export function useUnifying(): Unifying {
  const unifying = useContext(Context)
  if (!unifying) throw new Error('a part of the steps stands outside of them')
  return unifying
}
