/** Whether a text contains another, or matches an expression. */
export function matches(wanted: string | RegExp, text: string): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : text.search(wanted) >= 0
}
