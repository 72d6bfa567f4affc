import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components'
import { useBlocker } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useFocusBack } from './focus-back.ts'

/**
 * Asks whoever leaves a screen with changes that are not saved, also by the browser's own ways. What is open by its path is left
 * with it; what is open by the rest of the address (`of`: search) is left with that, too.
 */
export function Unsaved({ changed, of = 'path' }: { readonly changed: boolean; readonly of?: 'path' | 'search' }) {
  const { t } = useTranslation()
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      changed &&
      (current.pathname !== next.pathname ||
        (of === 'search' && JSON.stringify(current.search) !== JSON.stringify(next.search))),
    enableBeforeUnload: changed,
    withResolver: true,
  })
  useFocusBack(status === 'blocked')
  return (
    <Dialog open={status === 'blocked'} modalType="alert">
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t('app.unsaved.title')}</DialogTitle>
          <DialogContent>{t('app.unsaved.text')}</DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={reset}>
              {t('app.unsaved.stay')}
            </Button>
            <Button onClick={proceed}>{t('app.unsaved.leave')}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
