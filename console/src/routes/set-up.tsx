import { Button, Field, Input } from '@fluentui/react-components'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { LinkPage } from '../features/session/link.tsx'
import { setUp, useSessionChange } from '../features/session/me.ts'
import { Form } from '../ui/form.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { SendingFailed } from '../ui/sending-failed.tsx'

/** The first administrator, made with the link that stands in the server's terminal. */
export function SetUpPage() {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const { mutate, isPending, error } = useSessionChange(setUp)
  return (
    <LinkPage title={t('setUp.title')} lead={t('setUp.lead')} missing={t('setUp.linkMissing')}>
      {({ token }) => (
        <Form
          onSend={({ name = '', email = '', password = '' }) =>
            mutate(
              { token, name, email, password, language: i18n.language },
              { onSuccess: () => void navigate({ to: '/' }) },
            )
          }
        >
          <SendingFailed error={error} />
          <Field label={t('setUp.name')} required>
            <Input name="name" autoComplete="name" autoFocus />
          </Field>
          <Field label={t('signIn.email')} required>
            <Input name="email" type="email" autoComplete="username" />
          </Field>
          <PasswordField kind="new" />
          <Button type="submit" appearance="primary" disabledFocusable={isPending}>
            {t('setUp.submit')}
          </Button>
        </Form>
      )}
    </LinkPage>
  )
}
