import { Button, Field, Input } from '@fluentui/react-components'
import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

/** A text that is taken elsewhere letter for letter, with a button that copies it. */
export function Copied({
  label,
  text,
  hint,
}: {
  readonly label: string
  readonly text: string
  readonly hint?: string
}) {
  const { t } = useTranslation()
  const [done, setDone] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setDone(true)
    } catch {
      // Browsers only lend the clipboard to pages over https; the text stands there to be chosen by hand.
      setDone(false)
    }
  }
  return (
    <Field label={label} {...(hint !== undefined && { hint })}>
      <Input
        readOnly
        value={text}
        onFocus={({ currentTarget }) => currentTarget.select()}
        contentAfter={
          <Button
            appearance="transparent"
            size="small"
            icon={done ? <CheckmarkRegular /> : <CopyRegular />}
            onClick={() => void copy()}
          >
            {t(done ? 'app.copied' : 'app.copy')}
          </Button>
        }
      />
    </Field>
  )
}
