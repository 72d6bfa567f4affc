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
import { createContext, type ReactNode, useContext, useState } from 'react'
import { createPortal } from 'react-dom'
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
  // The same line above each foot, whether or not something is scrolled below it.
  foot: {
    flexWrap: 'wrap',
    rowGap: tokens.spacingVerticalS,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    '::before': { content: 'none' },
  },
  acts: { display: 'contents' },
})

const Acts = createContext<HTMLElement | null>(null)

/** What is done in the panel around it, drawn in the panel's foot before the way out: what the panel is for comes first. */
export function PanelActs({ children }: { readonly children: ReactNode }) {
  const place = useContext(Acts)
  return place && createPortal(children, place)
}

/**
 * A panel at the side, in which something is set up. Its address is its page's, so it opens by a link and closes by going back.
 * Its foot always shows the way out, after what can be done (`PanelActs`).
 */
export function Panel({
  title,
  onClose,
  leave = 'close',
  wide = false,
  children,
}: {
  readonly title: string
  readonly onClose: () => void
  /** What the way out is called: `cancel` where something is left undone by it. */
  readonly leave?: 'cancel' | 'close'
  /** For what is a table rather than a form. */
  readonly wide?: boolean
  readonly children: ReactNode
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const [surface, setSurface] = useState<HTMLElement | null>(null)
  const [foot, setFoot] = useState<HTMLElement | null>(null)
  const [acts, setActs] = useState<HTMLElement | null>(null)
  useFocusBack()
  useKeepFocus(surface)
  useFootUnderSaid(foot)
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
      <DrawerBody className={styles.body}>
        <Acts value={acts}>{children}</Acts>
      </DrawerBody>
      <DrawerFooter ref={setFoot} className={styles.foot}>
        <div ref={setActs} className={styles.acts} />
        <Button onClick={onClose}>{t(`app.${leave}`)}</Button>
      </DrawerFooter>
    </OverlayDrawer>
  )
}
