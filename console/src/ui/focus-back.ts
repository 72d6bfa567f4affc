import { useLayoutEffect } from 'react'

/** Longer than anything takes to close. */
const closingMs = 1_000
/** Of what stands on a page, beside the menu. */
const contentId = 'content'

/**
 * While something is open over the page it has the focus. Once it is closed, whoever uses the keyboard goes on where they opened it,
 * or, where that is gone with what was done to it, at the beginning of the page.
 */
export function useFocusBack(open = true): void {
  useLayoutEffect(() => {
    if (!open) return undefined
    const opener = document.activeElement
    return () => giveBack(opener)
  }, [open])
}

/** As soon as nothing else has the focus, which Fluent gives back by itself to what opened a menu. */
function giveBack(opener: Element | null, since = performance.now()): void {
  requestAnimationFrame((now) => {
    // The whole of a page has it where nothing in it has: a panel with an address of its own is a page that was left.
    const at = document.activeElement
    if (at === null || at === document.body || at.id === contentId) return focusOn(opener)
    if (now - since < closingMs) giveBack(opener, since)
  })
}

function focusOn(opener: Element | null): void {
  const isThere = opener instanceof HTMLElement && opener.isConnected && opener !== document.body
  const target = isThere ? opener : document.getElementById(contentId)
  target?.focus({ preventScroll: !isThere })
}
