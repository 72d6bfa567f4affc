import { Field, Textarea } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import { useSay } from '../../ui/said.tsx'
import { type Departed, useEndDeparture } from './departures.ts'

/** Asks why people who departed are to be delivered to again, and does it. */
export function EndDeparture({
  name,
  who,
  onClose,
}: {
  readonly name: string
  readonly who: Departed
  readonly onClose: () => void
}) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const say = useSay()
  const [reason, setReason] = useState('')
  const { mutate, isPending, error } = useEndDeparture(name)
  const end = () =>
    mutate(
      { who, reason: reason.trim() },
      {
        onSuccess: ({ people }) => {
          say(t('connections.departures.ended', { people: number(people) }))
          onClose()
        },
      },
    )
  return (
    <AskFirst
      open
      title={t('connections.departures.endTitle')}
      act={t('connections.departures.end')}
      onAct={() => reason.trim() !== '' && end()}
      onClose={onClose}
      busy={isPending || reason.trim() === ''}
      error={error}
    >
      <p>{t('connections.departures.endText')}</p>
      {'email' in who && <p>{who.email}</p>}
      <Field label={t('connections.departures.reason')} required>
        <Textarea value={reason} maxLength={1000} onChange={(_, { value }) => setReason(value)} />
      </Field>
    </AskFirst>
  )
}
