import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react'
import type { Draft } from './draft.ts'
import { edit, openHistory } from './history.ts'
import { readProfiles, writeProfiles } from './profiles-text.ts'

/** Typing pauses for so many milliseconds between two steps of undo. */
const burst = 1_200

/** Unified profiles while they are edited: the draft, its text, and what changes them. */
export function useDraft(start: Draft) {
  const [history, dispatch] = useReducer(edit, start, openHistory)
  const typing = useRef({ at: 0, burst: 0 })
  // Letters of one burst are undone together, those after a pause by themselves.
  const marked = useCallback((mark: string | undefined) => {
    const now = Date.now()
    typing.current = { at: now, burst: typing.current.burst + Number(now - typing.current.at > burst) }
    return mark === undefined ? {} : { mark: `${mark} ${typing.current.burst}` }
  }, [])
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
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return
      // Nothing has the focus when what had it was undone.
      const isOurs = event.target === document.body || place.current?.contains(event.target as Node)
      const key = event.key.toLowerCase()
      const isRedo = key === 'y' || (key === 'z' && event.shiftKey)
      if (!isOurs || (!isRedo && key !== 'z')) return
      event.preventDefault()
      if (isRedo) redo()
      else undo()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [undo, redo])
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
