import { Button, makeStyles } from '@fluentui/react-components'
import { ReOrderDotsVerticalRegular } from '@fluentui/react-icons'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { holding } from './use-drag.ts'

const useStyles = makeStyles({
  handle: { cursor: 'grab', minWidth: '28px', maxWidth: '28px' },
})

/** What a rule or a part is moved by: dragged, or with the arrow keys. `what` is what it is called, for those who do not see it. */
export function DragHandle({
  handle,
  what,
  onNudge,
}: {
  readonly handle: RefObject<HTMLButtonElement | null>
  readonly what: string
  readonly onNudge: (way: 'up' | 'down') => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <Button
      ref={holding(handle)}
      data-handle
      className={styles.handle}
      appearance="transparent"
      icon={<ReOrderDotsVerticalRegular />}
      aria-label={t('builder.move', { what })}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
        event.preventDefault()
        onNudge(event.key === 'ArrowUp' ? 'up' : 'down')
      }}
    />
  )
}
