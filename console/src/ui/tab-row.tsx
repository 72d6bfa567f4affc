import { makeStyles, TabList, type TabListProps, tokens } from '@fluentui/react-components'
import { useEffect, useRef } from 'react'

const useStyles = makeStyles({
  // What does not fit is scrolled to: a tab that is cut off at the end shows that there are more.
  row: { overflowX: 'auto', overflowY: 'hidden', scrollbarWidth: 'none', minWidth: 0 },
  tabs: {
    width: 'max-content',
    // Nearer to each other, so that as many as possible are seen at once.
    '@media (max-width: 480px)': { '& > .fui-Tab': { paddingInline: tokens.spacingHorizontalXS } },
  },
})

/** Tabs in one row however narrow the screen is, with the chosen one in sight. */
export function TabRow(props: TabListProps) {
  const styles = useStyles()
  const row = useRef<HTMLDivElement>(null)
  const { selectedValue } = props
  useEffect(() => {
    const bar = row.current
    const chosen = bar?.querySelector(`[role=tab][value="${selectedValue}"]`)
    if (!bar || !chosen) return
    // The row alone: scrolled into view, the tab would take the page along, to a row below what is seen.
    const [seen, tab] = [bar.getBoundingClientRect(), chosen.getBoundingClientRect()]
    if (tab.left < seen.left) bar.scrollLeft -= seen.left - tab.left
    else if (tab.right > seen.right) bar.scrollLeft += tab.right - seen.right
  }, [selectedValue])
  return (
    <div ref={row} className={styles.row}>
      <TabList className={styles.tabs} {...props} />
    </div>
  )
}
