import { Button, Text } from '@fluentui/react-components'
import { useMutation } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Form } from '../../ui/form.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { useSay } from '../../ui/said.tsx'
import { Section } from '../../ui/section.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { changePassword } from './me.ts'

/** Changes the password of whoever is signed in, who then is signed out everywhere else. */
export function PasswordSection() {
  const { t } = useTranslation()
  const say = useSay()
  const { me } = useRouteContext({ from: '/signed-in' })
  const [times, setTimes] = useState(0)
  const { mutate, isPending, error } = useMutation({ mutationFn: changePassword })
  return (
    <Section title={t('mine.password.title')}>
      {me.hasPassword ? (
        <Form
          // Empty again after each change.
          key={times}
          onSend={({ current = '', password = '' }) =>
            mutate(
              { current, password },
              {
                onSuccess: () => {
                  say(t('mine.password.done'))
                  setTimes(times + 1)
                },
              },
            )
          }
        >
          <SendingFailed error={error} />
          <PasswordField kind="current" name="current" label={t('mine.password.current')} />
          <PasswordField kind="new" />
          <Text size={200}>{t('mine.password.hint')}</Text>
          <div>
            <Button type="submit" disabledFocusable={isPending}>
              {t('mine.password.change')}
            </Button>
          </div>
        </Form>
      ) : (
        <Text>{t('mine.password.none')}</Text>
      )}
    </Section>
  )
}
