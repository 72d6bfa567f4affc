import { useCallback, useMemo, useReducer } from 'react'
import { useBursts } from '../../../ui/use-bursts.ts'
import { useUndoKeys } from '../../../ui/use-undo-keys.ts'
import type { Draft } from './draft.ts'
import { edit, openHistory } from './history.ts'
import { readProfiles, writeProfiles } from './profiles-text.ts'

/** Unified profiles while they are edited: the draft, its text, and what changes them. */
export function useDraft(start: Draft) {
  const [history, dispatch] = useReducer(edit, start, openHistory)
  const marked = useBursts()
  const change = useCallback(
    (by: (draft: Draft) => Draft, mark?: string) => dispatch({ do: 'change', change: by, ...marked(mark) }),
    [marked],
  )
  const type = useCallback((text: string) => dispatch({ do: 'text', text, ...marked('text') }), [marked])
  const undo = useCallback(() => dispatch({ do: 'undo' }), [])
  const redo = useCallback(() => dispatch({ do: 'redo' }), [])
  const { draft, text: typed } = history.present
  const written = useMemo(() => writeProfiles(draft), [draft])
  const text = typed ?? written
  const read = useMemo(() => readProfiles(text), [text])
  const place = useUndoKeys(undo, redo)
  return {
    draft,
    /** The draft as text, and what is being typed in place of it. */
    written,
    text,
    read,
    isTextWrong: typed !== null && read.profiles === undefined,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    change,
    type,
    undo,
    redo,
    /** The element in which Ctrl+Z and Ctrl+Y count. */
    place,
  }
}
