import type { Draft } from './draft.ts'
import { readProfiles } from './profiles-text.ts'

/** What is undone and done again as one: the draft, and the text of somebody who is writing in it. */
export type Version = {
  readonly draft: Draft
  /** As it was typed, which may have mistakes that keep it from becoming the draft; null where the draft says it all. */
  readonly text: string | null
}

export type History = {
  readonly past: readonly Version[]
  readonly present: Version
  readonly future: readonly Version[]
  /** Of the last change, if it goes on with the next one of the same mark, as letters of one word do. */
  readonly mark: string | null
}

export type Edit =
  | { readonly do: 'change'; readonly change: (draft: Draft) => Draft; readonly mark?: string }
  | { readonly do: 'text'; readonly text: string; readonly mark?: string }
  | { readonly do: 'undo' }
  | { readonly do: 'redo' }

/** Steps that can be undone. */
const longestPast = 200

export function openHistory(draft: Draft): History {
  return { past: [], present: { draft, text: null }, future: [], mark: null }
}

/** The history after an edit. One that changes nothing leaves it as it is. */
export function edit(history: History, asked: Edit): History {
  const { past, present, future } = history
  if (asked.do === 'undo') {
    const before = past.at(-1)
    if (!before) return history
    return { past: past.slice(0, -1), present: before, future: [present, ...future], mark: null }
  }
  if (asked.do === 'redo') {
    const [after, ...later] = future
    if (!after) return history
    return { past: [...past, present], present: after, future: later, mark: null }
  }
  const next = changedVersion(present, asked)
  if (next === present) return history
  const mark = asked.mark ?? null
  const goesOn = mark !== null && mark === history.mark
  return { past: goesOn ? past : [...past, present].slice(-longestPast), present: next, future: [], mark }
}

function changedVersion(version: Version, asked: Extract<Edit, { do: 'change' | 'text' }>): Version {
  if (asked.do === 'text') {
    if (asked.text === version.text) return version
    return { text: asked.text, draft: readProfiles(asked.text).profiles ?? version.draft }
  }
  const draft = asked.change(version.draft)
  return draft === version.draft ? version : { draft, text: null }
}
