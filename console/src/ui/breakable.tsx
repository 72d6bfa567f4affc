import { Fragment } from 'react'

/** A text that, where it holds an e-mail address too long for its line, is broken after a sign of the address and not in the middle of a word. */
export function Breakable({ children }: { readonly children: string }) {
  if (!children.includes('@')) return children
  // A text has the same parts at the same places every time.
  return children.split(/(?<=[@._-])/).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts are told by their place
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ))
}
