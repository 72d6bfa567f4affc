import { Button, Checkbox, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../../ui/moment.tsx'
import { SendingFailed } from '../../../ui/sending-failed.tsx'
import { type Draft, type Settings, useAgree } from '../drafts.ts'

const useStyles = makeStyles({
  text: {
    margin: 0,
    padding: tokens.spacingHorizontalM,
    borderLeft: `3px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  quiet: { color: tokens.colorNeutralForeground2 },
})

/** "I agree" to the transfer of data, in the words that stand there, which are kept with who agreed. */
export function AgreeStep({ draft, settings }: { readonly draft: Draft; readonly settings: Settings }) {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  const [agrees, setAgrees] = useState(false)
  const { mutate, isPending, error } = useAgree(draft.id)
  const language = i18n.language === 'da' ? 'da' : 'en'
  const { version, text } = settings.consent
  if (draft.consent) {
    return (
      <Text>
        {t('connecting.consent.agreed', { who: draft.consent.who, version: draft.consent.textVersion })}{' '}
        <Moment at={draft.consent.at} />
      </Text>
    )
  }
  return (
    <>
      <blockquote className={styles.text}>{text}</blockquote>
      <Text size={200} className={styles.quiet}>
        {t('connecting.consent.version', { version })}
      </Text>
      <SendingFailed error={error} />
      <Checkbox
        label={t('connecting.consent.agree')}
        checked={agrees}
        onChange={(_, { checked }) => setAgrees(checked === true)}
      />
      <div>
        <Button
          appearance="primary"
          disabled={!agrees}
          disabledFocusable={isPending}
          onClick={() => mutate({ textVersion: version, language })}
        >
          {t('app.goOn')}
        </Button>
      </div>
    </>
  )
}
