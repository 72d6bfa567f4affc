import { useEffect } from 'react'
import { openOverPage } from './focus-back.ts'

/**
 * Keeps the focus in what is open over the page when that goes which had it, such as a button that is gone once it did its work:
 * Escape still closes it, and whoever has it read out is not thrown out of it.
 */
export function useKeepFocus(open: HTMLElement | null): void {
  useEffect(() => {
    if (!open) return undefined
    const keep = ({ target, relatedTarget }: FocusEvent) => {
      if (relatedTarget !== null) return
      requestAnimationFrame(() => {
        const isGone = target instanceof Node && !target.isConnected
        if (isGone && document.activeElement === document.body && openOverPage() === open) {
          open.focus({ preventScroll: true })
        }
      })
    }
    open.addEventListener('focusout', keep)
    return () => open.removeEventListener('focusout', keep)
  }, [open])
}
