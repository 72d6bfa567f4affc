import { Field, Input, Radio, RadioGroup } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { Who } from './privacy.ts'

/** By what somebody is known: an e-mail address or the key of a profile. */
export function WhoFields({ who, onChange }: { readonly who: Who; readonly onChange: (who: Who) => void }) {
  const { t } = useTranslation()
  const by = 'email' in who ? 'email' : 'key'
  const text = 'email' in who ? who.email : who.key
  const told = (kind: string, value: string): Who => (kind === 'email' ? { email: value } : { key: value })
  return (
    <>
      <Field label={t('privacy.who.by')}>
        <RadioGroup layout="horizontal" value={by} onChange={(_, { value }) => onChange(told(value, text))}>
          <Radio value="email" label={t('privacy.who.email')} />
          <Radio value="key" label={t('privacy.who.key')} />
        </RadioGroup>
      </Field>
      <Field label={t(`privacy.who.${by}`)} required>
        <Input
          value={text}
          autoComplete="off"
          maxLength={1000}
          onChange={(_, { value }) => onChange(told(by, value))}
        />
      </Field>
    </>
  )
}

export function isTold(who: Who): boolean {
  return ('email' in who ? who.email : who.key).trim() !== ''
}
