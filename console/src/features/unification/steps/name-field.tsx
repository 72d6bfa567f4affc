import { Field, Input } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { renameField } from './draft.ts'
import { useUnifying } from './unifying.ts'

/**
 * What a field is called. It is taken over when somebody goes on, not with each letter: whatever names the field follows it, and
 * half a name may be another field's.
 */
export function NameField({ at }: { readonly at: number }) {
  const { t } = useTranslation()
  const { draft, change } = useUnifying()
  const name = draft.fields[at]?.name ?? ''
  const [typed, setTyped] = useState(name)
  useEffect(() => setTyped(name), [name])
  const wanted = typed.trim()
  const isTaken = draft.fields.some((other, index) => index !== at && other.name.toLowerCase() === wanted.toLowerCase())
  const take = () => {
    if (wanted !== '' && !isTaken) change((before) => renameField(before, at, wanted))
    else setTyped(name)
  }
  return (
    <Field label={t('unifying.map.name')} {...(isTaken && { validationMessage: t('unifying.map.nameTaken') })}>
      <Input
        value={typed}
        maxLength={100}
        onChange={(_, { value }) => setTyped(value)}
        onBlur={take}
        onKeyDown={({ key }) => key === 'Enter' && take()}
      />
    </Field>
  )
}
