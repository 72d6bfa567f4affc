import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { filledRows } from './filled-rows.ts'

const useStyles = makeStyles({
  bar: {
    position: 'sticky',
    // On a telephone it would hide what is written.
    '@media (max-width: 720px)': { position: 'static' },
    '@media (max-width: 480px)': filledRows,
    bottom: 0,
    zIndex: 2,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground1,
    // Seen in high contrast, where grounds are all alike.
    border: `1px solid ${tokens.colorTransparentStroke}`,
    boxShadow: tokens.shadow8,
    borderRadius: tokens.borderRadiusMedium,
  },
})

/** Below what is edited, and in sight while it is scrolled: undoing, what comes of it, and saving. */
export function StickyBar({ children }: { readonly children: ReactNode }) {
  return <div className={useStyles().bar}>{children}</div>
}
