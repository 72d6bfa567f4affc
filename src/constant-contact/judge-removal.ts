import { type Activity, phaseOf } from './activity.ts'

export type RemovalVerdict =
  | { readonly kind: 'pending' }
  /** It ended without finishing. Some contacts may have been removed all the same. */
  | { readonly kind: 'failed'; readonly state: string }
  /** `complete` when the job itself counts every contact that was sent; otherwise the list has to be read. */
  | { readonly kind: 'settled'; readonly complete: boolean }

/**
 * What an activity says about the removal of `idsSent` contacts. A job names nobody, and a counter that is not told or does
 * not fit leaves open who is still on the list, as an error does.
 */
export function judgeRemoval(activity: Activity, idsSent: number): RemovalVerdict {
  const phase = phaseOf(activity)
  if (phase === 'pending') return { kind: 'pending' }
  if (phase === 'failed') return { kind: 'failed', state: activity.state }
  const { items, completed } = activity.counts
  return { kind: 'settled', complete: items === idsSent && completed === idsSent && activity.errors.length === 0 }
}
