import {
  Button,
  DrawerBody,
  DrawerFooter,
  DrawerHeader,
  DrawerHeaderTitle,
  makeStyles,
  OverlayDrawer,
  tokens,
} from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFocusBack } from './focus-back.ts'
import { useKeepFocus } from './keep-focus.ts'
import { useFootUnderSaid } from './said.tsx'

const useStyles = makeStyles({
  // Of the room beside a scroll bar, which stays while a panel is open.
  panel: { width: 'min(720px, 100%)' },
  wide: { width: 'min(1080px, 100%)' },
  body: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    // What is longer than the panel scrolls, and is not pressed together.
    '& > *': { flexShrink: 0 },
    // A list to choose from is as wide as its room, not as its longest choice.
    '& .fui-Field': { minWidth: 0, gridTemplateColumns: 'minmax(0, 1fr)' },
    '& select': { minWidth: 0, width: '100%', textOverflow: 'ellipsis' },
  },
  foot: { flexWrap: 'wrap' },
})

/** A panel at the side, in which something is set up. Its address is its page's, so it opens by a link and closes by going back. */
export function Panel({
  title,
  onClose,
  foot,
  wide = false,
  children,
}: {
  readonly title: string
  readonly onClose: () => void
  /** The acts at its end: Save, Cancel. */
  readonly foot?: ReactNode
  /** For what is a table rather than a form. */
  readonly wide?: boolean
  readonly children: ReactNode
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const [surface, setSurface] = useState<HTMLElement | null>(null)
  const [footElement, setFootElement] = useState<HTMLElement | null>(null)
  useFocusBack()
  useKeepFocus(surface)
  useFootUnderSaid(footElement)
  return (
    <OverlayDrawer
      ref={setSurface}
      open
      position="end"
      className={wide ? styles.wide : styles.panel}
      onOpenChange={(_, { open }) => !open && onClose()}
    >
      <DrawerHeader>
        <DrawerHeaderTitle
          heading={{ as: 'h1' }}
          action={
            <Button appearance="subtle" icon={<DismissRegular />} aria-label={t('app.close')} onClick={onClose} />
          }
        >
          {title}
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody className={styles.body}>{children}</DrawerBody>
      {foot && (
        <DrawerFooter ref={setFootElement} className={styles.foot}>
          {foot}
        </DrawerFooter>
      )}
    </OverlayDrawer>
  )
}
