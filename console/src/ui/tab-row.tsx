import { makeStyles, TabList, type TabListProps } from '@fluentui/react-components'
import { useEffect, useRef } from 'react'

const useStyles = makeStyles({
  // What does not fit is scrolled to: a tab that is cut off at the end shows that there are more.
  row: { overflowX: 'auto', overflowY: 'hidden', scrollbarWidth: 'none', minWidth: 0 },
  tabs: { width: 'max-content' },
})

/** Tabs in one row however narrow the screen is, with the chosen one in sight. */
export function TabRow(props: TabListProps) {
  const styles = useStyles()
  const row = useRef<HTMLDivElement>(null)
  const { selectedValue } = props
  useEffect(() => {
    const chosen = row.current?.querySelector(`[role=tab][value="${selectedValue}"]`)
    // No further than it must, so that nothing moves where all of them are seen.
    chosen?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [selectedValue])
  return (
    <div ref={row} className={styles.row}>
      <TabList className={styles.tabs} {...props} />
    </div>
  )
}
