import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask, ProblemError } from '../../app/api.ts'
import { useFocusBack } from '../../ui/focus-back.ts'
import { Form } from '../../ui/form.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'

const reauthenticate = (password: string) => ask<void>('POST', '/session/reauthenticate', { body: { password } })

/** Whether the server wants whoever asks to prove once more who they are. */
export function needsProof(error: Error | null): boolean {
  return error instanceof ProblemError && error.code === 'reauthentication_needed'
}

/** Leads whoever has no password here to the organisation's provider, and back to this page. */
export function proveElsewhere(): void {
  const returnTo = `${location.pathname}${location.search}`
  location.assign(`/api/v1/session/oidc?${new URLSearchParams({ again: 'yes', returnTo })}`)
}

/** Asks for the password once more, so that nobody does this at a screen that somebody else left open. */
export function ProveAgain({
  title,
  why,
  onProven,
  onClose,
}: {
  readonly title: string
  readonly why: string
  readonly onProven: () => void
  readonly onClose: () => void
}) {
  const { t } = useTranslation()
  useFocusBack()
  const { mutate, isPending, error } = useMutation({ mutationFn: reauthenticate, onSuccess: onProven })
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <Form onSend={({ password = '' }) => mutate(password)}>
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent>
              <p>{why}</p>
              <SendingFailed error={error} />
              <PasswordField kind="current" />
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>{t('app.back')}</Button>
              <Button type="submit" appearance="primary" disabledFocusable={isPending}>
                {t('app.goOn')}
              </Button>
            </DialogActions>
          </DialogBody>
        </Form>
      </DialogSurface>
    </Dialog>
  )
}
