import { type KeyboardEvent, useCallback, useRef } from 'react'

/** For so many frames the end of a list is looked for anew: its last rows are measured as they come in sight, which moves it. */
const framesToEnd = 10

/**
 * Home and End of a long list that has the focus. They go there at once: on the way a browser would draw rows whose height is measured
 * then, which ends its own moving halfway. `stay` is told that somebody goes elsewhere meanwhile.
 */
export function useScrollKeys(isLong: boolean) {
  const frame = useRef(0)
  const stay = useCallback(() => cancelAnimationFrame(frame.current), [])
  const toEnd = useCallback((list: HTMLElement, frames: number) => {
    list.scrollTo({ top: list.scrollHeight, behavior: 'instant' })
    if (frames > 0) frame.current = requestAnimationFrame(() => toEnd(list, frames - 1))
  }, [])
  const onKey = useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      stay()
      const { key, target, currentTarget, shiftKey, ctrlKey, altKey, metaKey } = event
      if (!isLong || target !== currentTarget || shiftKey || ctrlKey || altKey || metaKey) return
      if (key !== 'Home' && key !== 'End') return
      event.preventDefault()
      if (key === 'End') toEnd(currentTarget, framesToEnd)
      else currentTarget.scrollTo({ top: 0, behavior: 'instant' })
    },
    [isLong, stay, toEnd],
  )
  return { onKey, stay }
}
