import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { parseSegment } from '../../../../../src/contract/parse-segment.ts'
import type { SegmentDefinition } from '../../../../../src/contract/segment.ts'
import type { Id } from './draft.ts'
import { type Edit, edit, openEditor } from './editor.ts'
import { readText, writeText } from './segment-text.ts'
import { unfinishedIn } from './todo.ts'
import { mayMove } from './tree.ts'
import { writeDraft } from './write-draft.ts'

/** Typing pauses for so many milliseconds between two steps of undo. */
const burst = 1_200

/** A segment while it is written: its draft, its text, and what changes them. */
export function useEditor(start: SegmentDefinition | undefined) {
  const { t } = useTranslation()
  const [editor, plainDispatch] = useReducer(edit, start, openEditor)
  const [said, setSaid] = useState('')
  const typing = useRef({ at: 0, burst: 0 })
  // Letters of one burst are undone together, those after a pause by themselves.
  const dispatch = useCallback((asked: Edit) => {
    const now = Date.now()
    typing.current = { at: now, burst: typing.current.burst + Number(now - typing.current.at > burst) }
    plainDispatch(asked.mark === undefined ? asked : { ...asked, mark: `${asked.mark} ${typing.current.burst}` })
  }, [])
  const { draft, text: typed } = editor.present
  const written = useMemo(() => writeDraft(draft), [draft])
  const text = useMemo(() => typed ?? writeText(written.definition), [typed, written])
  const read = useMemo(() => readText(text), [text])
  const unfinished = useMemo(() => draft.rules.flatMap(({ group }) => unfinishedIn(group)), [draft])
  const isWhole = useMemo(
    () => unfinished.length === 0 && parseSegment(written.definition).issues.length === 0,
    [unfinished, written],
  )
  const nudge = (asked: Extract<Edit, { do: 'nudge' | 'move-rule' }>, way: 'up' | 'down') => {
    dispatch(asked)
    setSaid(t(way === 'up' ? 'builder.movedUp' : 'builder.movedDown'))
    const id = asked.do === 'nudge' ? asked.node : asked.rule
    // What is moved into another group is drawn anew, and the focus would be lost with the old one.
    setTimeout(() => document.querySelector<HTMLElement>(`[data-part="${id}"] [data-handle]`)?.focus())
  }
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return
      // Nothing has the focus when what had it was undone.
      const isOurs = event.target === document.body || place.current?.contains(event.target as Node)
      const key = event.key.toLowerCase()
      const redo = key === 'y' || (key === 'z' && event.shiftKey)
      if (!isOurs || (!redo && key !== 'z')) return
      event.preventDefault()
      dispatch({ do: redo ? 'redo' : 'undo' })
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [dispatch])
  return {
    draft,
    written,
    text,
    read,
    unfinished,
    /** Whether nothing is missing or written in a wrong way, as far as this side knows. */
    isWhole: isWhole && read.issues.length === 0,
    isTextWrong: typed !== null && read.issues.length > 0,
    canUndo: editor.past.length > 0,
    canRedo: editor.future.length > 0,
    dispatch,
    nudge,
    mayMove: (part: Id, group: Id) => mayMove(draft, part, group),
    /** The element in which Ctrl+Z and Ctrl+Y count. */
    place,
    /** What was moved just now, for those who do not see it. */
    said,
  }
}
