import { Checkbox, Field, makeStyles, Text, Textarea, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AskFirst } from '../../ui/ask-first.tsx'
import { useSay } from '../../ui/said.tsx'
import { useErase, type Who } from './privacy.ts'

const useStyles = makeStyles({
  parts: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

/** Asks before a person is erased, and says what stays elsewhere. `onBegun` is told which erasure it is. */
export function ErasePerson({
  who,
  onClose,
  onBegun,
}: {
  readonly who: Who
  readonly onClose: () => void
  readonly onBegun: (erasure: string) => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const say = useSay()
  const [removeFromLists, setRemove] = useState(true)
  const [reason, setReason] = useState('')
  const erase = useErase()
  return (
    <AskFirst
      open
      onClose={onClose}
      title={t('privacy.erase.title')}
      act={t('privacy.erase.act')}
      busy={erase.isPending}
      error={erase.error}
      onAct={() =>
        erase.mutate(
          { who, removeFromLists, reason },
          {
            onSuccess: ({ id }) => {
              say(t('privacy.erase.begun'))
              onBegun(id)
            },
          },
        )
      }
    >
      <div className={styles.parts}>
        <Text>{t('privacy.erase.text')}</Text>
        <Text>{t('privacy.erase.remains')}</Text>
        <Checkbox
          label={t('privacy.erase.lists')}
          checked={removeFromLists}
          onChange={(_, { checked }) => setRemove(checked === true)}
        />
        <Field label={t('privacy.erase.reason')} hint={t('privacy.erase.reasonHint')}>
          <Textarea value={reason} maxLength={500} onChange={(_, { value }) => setReason(value)} />
        </Field>
      </div>
    </AskFirst>
  )
}
