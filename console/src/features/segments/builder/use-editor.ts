import { useCallback, useMemo, useReducer, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { parseSegment } from '../../../../../src/contract/parse-segment.ts'
import type { SegmentDefinition } from '../../../../../src/contract/segment.ts'
import { useBursts } from '../../../ui/use-bursts.ts'
import { useUndoKeys } from '../../../ui/use-undo-keys.ts'
import type { Id } from './draft.ts'
import { type Edit, edit, openEditor } from './editor.ts'
import { readText, writeText } from './segment-text.ts'
import { unfinishedIn } from './todo.ts'
import { mayMove } from './tree.ts'
import { writeDraft } from './write-draft.ts'

/** A segment while it is written: its draft, its text, and what changes them. */
export function useEditor(start: SegmentDefinition | undefined) {
  const { t } = useTranslation()
  const [editor, plainDispatch] = useReducer(edit, start, openEditor)
  const [said, setSaid] = useState('')
  const marked = useBursts()
  const dispatch = useCallback((asked: Edit) => plainDispatch({ ...asked, ...marked(asked.mark) }), [marked])
  const undo = useCallback(() => dispatch({ do: 'undo' }), [dispatch])
  const redo = useCallback(() => dispatch({ do: 'redo' }), [dispatch])
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
  const place = useUndoKeys(undo, redo)
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
