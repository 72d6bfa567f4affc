import { Button, Field, Input, Text } from '@fluentui/react-components'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { LinkPage } from '../features/session/link.tsx'
import { acceptInvitation, useSessionChange } from '../features/session/me.ts'
import { Form } from '../ui/form.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { SendingFailed } from '../ui/sending-failed.tsx'

/** Whoever was invited gives their name and a password, and is signed in. */
export function InvitationPage() {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const { mutate, isPending, error } = useSessionChange(acceptInvitation)
  return (
    <LinkPage title={t('invitation.title')}>
      {({ token, name, email }) => (
        <Form
          onSend={({ name: given = '', password = '' }) =>
            mutate(
              { token, name: given, password, language: i18n.language },
              { onSuccess: () => void navigate({ to: '/' }) },
            )
          }
        >
          <Text>{t('invitation.lead', { email: email ?? '' })}</Text>
          <SendingFailed error={error} />
          {/* For password managers, which keep the password under this name. */}
          <input type="hidden" name="username" autoComplete="username" value={email ?? ''} />
          <Field label={t('setUp.name')} required>
            <Input name="name" autoComplete="name" defaultValue={name ?? ''} autoFocus />
          </Field>
          <PasswordField kind="new" />
          <Button type="submit" appearance="primary" disabledFocusable={isPending}>
            {t('invitation.submit')}
          </Button>
        </Form>
      )}
    </LinkPage>
  )
}
