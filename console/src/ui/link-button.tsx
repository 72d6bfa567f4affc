import { Button, type ButtonProps } from '@fluentui/react-components'
import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes } from 'react'

type Looks = Pick<ButtonProps, 'appearance' | 'size'> & { readonly icon?: React.JSX.Element }

function Anchor({ icon, ...props }: Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'type'> & Looks) {
  return <Button as="a" {...props} {...(icon && { icon })} />
}

/** A way to another page that looks like a button: what matters most on a page leads there. */
export const LinkButton = createLink(Anchor)
