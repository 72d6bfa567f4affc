import { Button, Field, Input, Link, MessageBar, MessageBarBody, Text } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { en } from '../app/words/en.ts'
import { signIn, useSessionChange, type Ways, waysQuery } from '../features/session/me.ts'
import { Failed } from '../ui/failed.tsx'
import { Form } from '../ui/form.tsx'
import { FrontPage } from '../ui/front-page.tsx'
import { Loading } from '../ui/loading.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { SendingFailed } from '../ui/sending-failed.tsx'

export function SignInPage() {
  const { t } = useTranslation()
  const { data: ways, error } = useQuery(waysQuery)
  const { problem } = useSearch({ from: '/sign-in' })
  return (
    <FrontPage title={t('signIn.title')}>
      {problem !== undefined && (
        <MessageBar intent="error" layout="multiline" role="alert">
          <MessageBarBody>{t(`signIn.problems.${isProblem(problem) ? problem : 'oidc_failed'}`)}</MessageBarBody>
        </MessageBar>
      )}
      {error && <Failed error={error} />}
      {!ways && !error && <Loading />}
      {ways?.setUpNeeded && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{t('signIn.setUp')}</MessageBarBody>
        </MessageBar>
      )}
      {ways?.oidc && (
        <Button as="a" href="/api/v1/session/oidc" appearance={ways.password ? 'secondary' : 'primary'}>
          {t('signIn.elsewhere')}
        </Button>
      )}
      {ways?.password && <PasswordForm />}
      {ways && !ways.setUpNeeded && <Forgotten ways={ways} />}
    </FrontPage>
  )
}

/** The way to a new password; none for whoever has theirs with the organisation's provider. */
function Forgotten({ ways: { password, resetByMail } }: { readonly ways: Ways }) {
  const { t } = useTranslation()
  if (resetByMail) return <Link href="/reset">{t('signIn.forgotten')}</Link>
  return password ? <Text size={200}>{t('signIn.askForLink')}</Text> : null
}

/** Why the organisation's provider did not let somebody in, as the server tells it in the address (docs/people.md). */
function isProblem(text: string): text is keyof (typeof en)['signIn']['problems'] {
  return Object.hasOwn(en.signIn.problems, text)
}

function PasswordForm() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { next } = useSearch({ from: '/sign-in' })
  const { mutate, isPending, error } = useSessionChange(signIn)
  const send = ({ email = '', password = '' }: Readonly<Record<string, string>>) =>
    mutate({ email, password }, { onSuccess: () => void navigate({ href: next ?? '/' }) })
  return (
    <Form onSend={send}>
      <SendingFailed error={error} />
      <Field label={t('signIn.email')} required>
        <Input name="email" type="email" autoComplete="username" autoFocus />
      </Field>
      <PasswordField kind="current" />
      <Button type="submit" appearance="primary" disabledFocusable={isPending}>
        {t('signIn.submit')}
      </Button>
    </Form>
  )
}
