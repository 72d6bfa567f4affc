import { type RefObject, useEffect, useRef } from 'react'

/** Ctrl+Z undoes and Ctrl+Y, or Ctrl+Shift+Z, does again; answers what marks the element in which these keys count. */
export function useUndoKeys(undo: () => void, redo: () => void): RefObject<HTMLDivElement | null> {
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
  return place
}
