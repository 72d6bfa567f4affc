import { Field, Input } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '../../app/api.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import { useSay } from '../../ui/said.tsx'
import { nameOf } from './name-of.ts'
import { type Segment, useDuplicateSegment } from './segments.ts'

/** Makes a segment that is like this one but for its name. */
export function DuplicateSegment({
  segment,
  taken,
  onClose,
  onMade,
}: {
  readonly segment: Segment
  readonly taken: ReadonlySet<string>
  readonly onClose: () => void
  readonly onMade?: (name: string) => void
}) {
  const { t } = useTranslation()
  const say = useSay()
  const { mutate, isPending, error } = useDuplicateSegment()
  const [displayName, setDisplayName] = useState<string>(t('segments.duplicate.copyOf', { name: segment.displayName }))
  const [ownName, setOwnName] = useState<string>()
  const name = ownName ?? (displayName.trim() === '' ? '' : nameOf(displayName, taken))
  const nameTaken = error instanceof ProblemError && error.code === 'name_taken'
  const make = () =>
    mutate(
      { of: segment.name, name, displayName },
      {
        onSuccess: () => {
          say(t('segments.duplicate.done'))
          onClose()
          onMade?.(name)
        },
      },
    )
  return (
    <AskFirst
      open
      onClose={onClose}
      title={t('segments.duplicate.title', { name: segment.displayName })}
      act={t('segments.duplicate.act')}
      onAct={make}
      busy={isPending}
      error={nameTaken ? null : error}
    >
      <Field label={t('segments.duplicate.displayName')} required>
        <Input value={displayName} maxLength={100} onChange={(_, { value }) => setDisplayName(value)} />
      </Field>
      <Field
        label={t('app.nameInFiles')}
        hint={t('segments.duplicate.nameHint')}
        required
        {...(nameTaken && { validationState: 'error', validationMessage: error.message })}
      >
        <Input value={name} maxLength={100} onChange={(_, { value }) => setOwnName(value)} />
      </Field>
    </AskFirst>
  )
}
