import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { ChevronRightRegular } from '@fluentui/react-icons'
import { type ReactNode, useState } from 'react'

const useStyles = makeStyles({
  fold: { minWidth: 0, flexGrow: 1 },
  head: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    minHeight: '32px',
    cursor: 'pointer',
    borderRadius: tokens.borderRadiusMedium,
    overflowWrap: 'anywhere',
    listStyleType: 'none',
    '::-webkit-details-marker': { display: 'none' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  sign: { flexShrink: 0 },
  open: { transform: 'rotate(90deg)' },
  body: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalS} 0 ${tokens.spacingVerticalS} ${tokens.spacingHorizontalXL}`,
    '@media (max-width: 480px)': { paddingLeft: 0 },
  },
})

/**
 * Something in one line that opens to be changed. It is no button, so that it opens also where all that can be changed is locked.
 * What is in it is drawn once it is open.
 */
export function Fold({
  head,
  isOpen = false,
  children,
}: {
  readonly head: ReactNode
  readonly isOpen?: boolean
  readonly children: ReactNode
}) {
  const styles = useStyles()
  const [open, setOpen] = useState(isOpen)
  return (
    <details className={styles.fold} open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className={styles.head}>
        <ChevronRightRegular className={mergeClasses(styles.sign, open && styles.open)} aria-hidden />
        <span>{head}</span>
      </summary>
      {open && <div className={styles.body}>{children}</div>}
    </details>
  )
}
