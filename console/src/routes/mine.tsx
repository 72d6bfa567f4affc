import { Button, Field, Input, Text } from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouteContext, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { KeysSection } from '../features/api-keys/keys-section.tsx'
import { LanguagesSection } from '../features/session/languages-section.tsx'
import { changeMe, meQuery } from '../features/session/me.ts'
import { PasswordSection } from '../features/session/password-section.tsx'
import { SessionsSection } from '../features/session/sessions-section.tsx'
import { fieldIssue } from '../ui/field-issue.ts'
import { Form } from '../ui/form.tsx'
import { Page } from '../ui/page.tsx'
import { useSay } from '../ui/said.tsx'
import { Section } from '../ui/section.tsx'
import { SendingFailed } from '../ui/sending-failed.tsx'

/** What is a person's own: name, password, sign-ins, language and format, keys. */
export function MinePage() {
  const { t } = useTranslation()
  return (
    <Page title={t('nav.mine')}>
      <Who />
      <LanguagesSection />
      <PasswordSection />
      <SessionsSection />
      <KeysSection />
    </Page>
  )
}

function Who() {
  const { t } = useTranslation()
  const say = useSay()
  const router = useRouter()
  const queries = useQueryClient()
  const { me } = useRouteContext({ from: '/signed-in' })
  const { mutate, isPending, error } = useMutation({
    mutationFn: changeMe,
    onSuccess: async (changed) => {
      queries.setQueryData(meQuery.queryKey, changed)
      say(t('mine.saved'))
      // The name stands in the frame around every page, too.
      await router.invalidate()
    },
  })
  return (
    <Section title={t('mine.who')}>
      <Text>
        {me.email} · {t(`roles.${me.role}`)}
      </Text>
      <Form onSend={({ name = '' }) => mutate({ name: name.trim() })}>
        <SendingFailed error={error} />
        <Field label={t('mine.name')} required {...fieldIssue(error, 'name')}>
          <Input name="name" defaultValue={me.name} maxLength={100} autoComplete="name" />
        </Field>
        <div>
          <Button type="submit" appearance="primary" disabledFocusable={isPending}>
            {t('app.save')}
          </Button>
        </div>
      </Form>
    </Section>
  )
}
