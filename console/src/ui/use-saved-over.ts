import type { UseMutationResult } from '@tanstack/react-query'
import { useState } from 'react'
import { isConflict, type Versioned } from '../app/api.ts'

type Told<T, C, V, A> = {
  /** What is there, as it was last asked for. */
  readonly latest: Versioned<T>
  /** What saves a change over a version, and what it is told. */
  readonly mutation: Pick<UseMutationResult<A, Error, V>, 'mutate' | 'isPending' | 'error' | 'reset'>
  readonly told: (change: C, over: Versioned<T>) => V
  /** Asks anew for what is there: somebody else was faster. */
  readonly askAgain: () => void
  readonly onSaved: (answer: A) => void
}

type SavedOver<T, C> = {
  /** What was there as the editing began, or what was taken since. */
  readonly seen: Versioned<T>
  /** Goes on from another version: from theirs, or from what was saved. */
  readonly see: (version: Versioned<T>) => void
  readonly save: (change: C) => void
  readonly isPending: boolean
  readonly error: Error | null
  /** Why it was not saved, unless for a conflict. */
  readonly failure: Error | null
  /** Both versions, once theirs is known, and what can be done about it. */
  readonly conflict:
    | { readonly mine: C; readonly theirs: Versioned<T>; readonly close: () => void; readonly keepMine: () => void }
    | undefined
}

/**
 * What is edited over the version that was there when the editing began, and saved over no other: what somebody else saves meanwhile is
 * met on saving, and whoever comes second chooses between both.
 */
export function useSavedOver<T, C, V, A>({
  latest,
  mutation,
  told,
  askAgain,
  onSaved,
}: Told<T, C, V, A>): SavedOver<T, C> {
  const [seen, setSeen] = useState(latest)
  const [sent, setSent] = useState<C>()
  const { mutate, isPending, error, reset } = mutation
  const saveOver = (change: C, over: Versioned<T>) => {
    setSent(change)
    mutate(told(change, over), {
      onSuccess: onSaved,
      onError: (thrown) => {
        if (isConflict(thrown)) askAgain()
      },
    })
  }
  const isMet = isConflict(error) && sent !== undefined && latest.version !== seen.version
  return {
    seen,
    see(version) {
      setSeen(version)
      reset()
    },
    save: (change) => saveOver(change, seen),
    isPending,
    error,
    failure: isConflict(error) ? null : error,
    conflict: isMet ? { mine: sent, theirs: latest, close: reset, keepMine: () => saveOver(sent, latest) } : undefined,
  }
}
