import { Button, Field, Input } from '@fluentui/react-components'
import { EyeOffRegular, EyeRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** A password that can be looked at while it is typed. `new` tells the rule and lets a password manager make one. */
export function PasswordField({ kind }: { readonly kind: 'current' | 'new' }) {
  const { t } = useTranslation()
  const [shown, setShown] = useState(false)
  return (
    <Field
      label={t(kind === 'new' ? 'password.new' : 'signIn.password')}
      required
      {...(kind === 'new' && { hint: t('password.rule') })}
    >
      <Input
        name="password"
        type={shown ? 'text' : 'password'}
        autoComplete={kind === 'new' ? 'new-password' : 'current-password'}
        {...(kind === 'new' && { minLength: 12 })}
        maxLength={256}
        contentAfter={
          <Button
            appearance="transparent"
            size="small"
            icon={shown ? <EyeOffRegular /> : <EyeRegular />}
            aria-label={t(shown ? 'password.hide' : 'password.show')}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          />
        }
      />
    </Field>
  )
}
