import { Link } from '@fluentui/react-components'
import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes } from 'react'

function Anchor(props: Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'type'> & { readonly inline?: boolean }) {
  return <Link {...props} />
}

/** A way to another page of the console, in a text (`inline`) or by itself. */
export const PageLink = createLink(Anchor)
