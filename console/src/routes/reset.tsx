import { Button, Field, Input, Link, MessageBar, MessageBarBody, Text } from '@fluentui/react-components'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LinkPage } from '../features/session/link.tsx'
import { askForReset, resetPassword, waysQuery } from '../features/session/me.ts'
import { Form } from '../ui/form.tsx'
import { FrontPage } from '../ui/front-page.tsx'
import { Loading } from '../ui/loading.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { SendingFailed } from '../ui/sending-failed.tsx'

/** With a link of a mail or of an administrator a new password is set; without one such a mail is asked for. */
export function ResetPage() {
  const { t } = useTranslation()
  const [withLink] = useState(() => location.hash.length > 1 || sessionStorage.getItem('link /reset') !== null)
  if (withLink) return <LinkPage title={t('reset.title')}>{(link) => <NewPassword {...link} />}</LinkPage>
  return (
    <FrontPage title={t('reset.title')}>
      <WithoutLink />
      <Link href="/sign-in">{t('signIn.title')}</Link>
    </FrontPage>
  )
}

function NewPassword({ token, email }: { readonly token: string; readonly email: string | null }) {
  const { t } = useTranslation()
  const { mutate, isPending, isSuccess, error } = useMutation({ mutationFn: resetPassword })
  if (isSuccess) {
    return (
      <>
        <MessageBar intent="success" layout="multiline">
          <MessageBarBody>{t('reset.done')}</MessageBarBody>
        </MessageBar>
        <Link href="/sign-in">{t('signIn.title')}</Link>
      </>
    )
  }
  return (
    <Form
      onSend={({ password = '' }) =>
        mutate({ token, password }, { onSuccess: () => sessionStorage.removeItem('link /reset') })
      }
    >
      <Text>{email}</Text>
      <SendingFailed error={error} />
      <input type="hidden" name="username" autoComplete="username" value={email ?? ''} />
      <PasswordField kind="new" />
      <Button type="submit" appearance="primary" disabledFocusable={isPending}>
        {t('reset.submit')}
      </Button>
    </Form>
  )
}

function WithoutLink() {
  const { t } = useTranslation()
  const { data: ways } = useQuery(waysQuery)
  const { mutate, isPending, isSuccess, error } = useMutation({ mutationFn: askForReset })
  if (isSuccess) {
    return (
      <MessageBar intent="success" layout="multiline">
        <MessageBarBody>{t('reset.asked')}</MessageBarBody>
      </MessageBar>
    )
  }
  if (!ways) return <Loading />
  // A mail that cannot be sent is not offered.
  if (!ways.resetByMail) return <Text>{t('signIn.askForLink')}</Text>
  return (
    <Form onSend={({ email = '' }) => mutate({ email })}>
      <Text>{t('reset.lead')}</Text>
      <SendingFailed error={error} />
      <Field label={t('signIn.email')} required>
        <Input name="email" type="email" autoComplete="username" autoFocus />
      </Field>
      <Button type="submit" appearance="primary" disabledFocusable={isPending}>
        {t('reset.ask')}
      </Button>
    </Form>
  )
}
