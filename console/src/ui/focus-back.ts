import { useLayoutEffect } from 'react'

/** Longer than anything takes to close. */
const closingMs = 1_000
/** Of what stands on a page, beside the menu. */
const contentId = 'content'

/**
 * While something is open over the page it has the focus. Once it is closed, whoever uses the keyboard goes on where they opened it,
 * or, where that is gone with what was done to it, at the beginning of what is still open below, or of the page.
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
    const over = openOverPage()
    const nowhere = isNowhere()
    if (nowhere) focusOn(opener, over)
    // What is open may be what closes, and the focus goes with it: then it is given once more.
    if ((over || !nowhere) && now - since < closingMs) giveBack(opener, since)
  })
}

/** The whole of a page has the focus where nothing in it has: a panel with an address of its own is a page that was left. */
function isNowhere(): boolean {
  const at = document.activeElement
  return at === null || at === document.body || at.id === contentId
}

/** What covers everything else: the last, where one was opened from another. */
export function openOverPage(): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>('[aria-modal=true]')].at(-1)
}

/** Never on what is covered: Fluent would take what covers it for closed, and hide it from whoever has it read out. */
function focusOn(opener: Element | null, over: HTMLElement | undefined): void {
  const isThere = opener instanceof HTMLElement && opener.isConnected && opener !== document.body
  const mayHaveIt = isThere && (over === undefined || over.contains(opener))
  const target = mayHaveIt ? opener : (over ?? document.getElementById(contentId))
  target?.focus({ preventScroll: !mayHaveIt })
}
