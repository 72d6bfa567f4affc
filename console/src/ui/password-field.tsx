import { Button, Field, Input } from '@fluentui/react-components'
import { EyeOffRegular, EyeRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** A password that can be looked at while it is typed. `new` tells the rule and lets a password manager make one. */
export function PasswordField({
  kind,
  name = 'password',
  label,
}: {
  readonly kind: 'current' | 'new'
  /** Of the field in its form. */
  readonly name?: string
  readonly label?: string
}) {
  const { t } = useTranslation()
  const [shown, setShown] = useState(false)
  return (
    <Field
      label={label ?? t(kind === 'new' ? 'password.new' : 'signIn.password')}
      required
      {...(kind === 'new' && { hint: t('password.rule') })}
    >
      <Input
        name={name}
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
