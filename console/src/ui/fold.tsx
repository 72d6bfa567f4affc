import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { ChevronRightRegular } from '@fluentui/react-icons'
import { type ReactNode, useState } from 'react'

/** As high as a switch, so that what is done with the whole stands in the middle of its first line. */
const lineHeight = '36px'

const useStyles = makeStyles({
  whole: { position: 'relative', minWidth: 0, flexGrow: 1 },
  head: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalXS,
    cursor: 'pointer',
    borderRadius: tokens.borderRadiusMedium,
    overflowWrap: 'anywhere',
    listStyleType: 'none',
    '::-webkit-details-marker': { display: 'none' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  sign: { display: 'flex', alignItems: 'center', height: lineHeight },
  open: { transform: 'rotate(90deg)' },
  name: { paddingBlock: `calc((${lineHeight} - ${tokens.lineHeightBase300}) / 2)` },
  // A switch and a menu.
  besideActs: { paddingRight: '92px' },
  says: {
    gridColumn: 2,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    paddingBottom: tokens.spacingVerticalXS,
    '@media (max-width: 480px)': { gridColumn: '1 / -1' },
  },
  acts: {
    position: 'absolute',
    top: 0,
    right: 0,
    display: 'flex',
    alignItems: 'center',
    height: lineHeight,
  },
  body: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalS} 0 ${tokens.spacingVerticalS} ${tokens.spacingHorizontalXL}`,
    '@media (max-width: 480px)': { paddingLeft: 0 },
  },
})

/**
 * Something that opens to be changed: what it is called, below it what it says, and beside it what is done with the whole. It is no
 * button, so that it opens also where all that can be changed is locked. What is in it is drawn once it is open.
 */
export function Fold({
  head,
  says,
  acts,
  isOpen = false,
  children,
}: {
  readonly head: ReactNode
  readonly says?: ReactNode
  readonly acts?: ReactNode
  readonly isOpen?: boolean
  readonly children: ReactNode
}) {
  const styles = useStyles()
  const [open, setOpen] = useState(isOpen)
  return (
    <div className={styles.whole}>
      <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary className={styles.head}>
          <span className={styles.sign} aria-hidden>
            <ChevronRightRegular className={mergeClasses(open && styles.open)} />
          </span>
          <span className={mergeClasses(styles.name, acts !== undefined && styles.besideActs)}>{head}</span>{' '}
          {says !== undefined && <span className={styles.says}>{says}</span>}
        </summary>
        {open && <div className={styles.body}>{children}</div>}
      </details>
      {acts !== undefined && <div className={styles.acts}>{acts}</div>}
    </div>
  )
}
