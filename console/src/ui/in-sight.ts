/** Scrolls what has just come because of something pressed elsewhere, such as at the foot of a panel, to where it is seen. */
export function bringIntoSight(element: Element | null): void {
  // Its end does not matter where it is longer than what it scrolls in.
  element?.scrollIntoView({ block: 'start' })
}

/** The same of what is short, and moves nothing where it is seen already. */
export function keepInSight(element: Element | null): void {
  element?.scrollIntoView({ block: 'nearest' })
}
