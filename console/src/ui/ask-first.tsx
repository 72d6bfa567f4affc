import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
} from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFocusBack } from './focus-back.ts'
import { SendingFailed } from './sending-failed.tsx'

/** Asks before something is done that cannot be undone, and stays open with the reason when it could not be done. */
export function AskFirst({
  open,
  onClose,
  title,
  act,
  onAct,
  back,
  busy = false,
  error = null,
  children,
}: {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  /** The words on the button that does it, such as "Remove". */
  readonly act: string
  readonly onAct: () => void
  /** The words on the button that does not, where "Back" is not plain enough. */
  readonly back?: string
  readonly busy?: boolean
  readonly error?: Error | null
  readonly children: ReactNode
}) {
  const { t } = useTranslation()
  useFocusBack(open)
  return (
    <Dialog open={open} onOpenChange={(_, told) => !told.open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>
            {children}
            <SendingFailed error={error} />
          </DialogContent>
          <DialogActions fluid>
            <DialogTrigger disableButtonEnhancement>
              <Button>{back ?? t('app.back')}</Button>
            </DialogTrigger>
            <Button appearance="primary" disabledFocusable={busy} onClick={onAct}>
              {act}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
