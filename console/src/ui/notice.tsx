import { MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, makeStyles } from '@fluentui/react-components'
import type { ReactNode } from 'react'

// Apart from what follows, which may be a sentence of the server's.
const useStyles = makeStyles({ title: { display: 'block' } })

/** Something to know, wrapped over as many lines as it takes, and what can be done about it. */
export function Notice({
  intent = 'info',
  title,
  act,
  children,
}: {
  readonly intent?: 'info' | 'success' | 'warning' | 'error'
  readonly title?: string
  readonly act?: ReactNode
  readonly children?: ReactNode
}) {
  const styles = useStyles()
  return (
    <MessageBar intent={intent} layout="multiline">
      <MessageBarBody>
        {title !== undefined && <MessageBarTitle className={styles.title}>{title}</MessageBarTitle>}
        {children}
      </MessageBarBody>
      {act && <MessageBarActions>{act}</MessageBarActions>}
    </MessageBar>
  )
}
