import { Checkbox, Text } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import { useSay } from '../../ui/said.tsx'
import { type Segment, useChangeSegments } from './segments.ts'
import { TagsField } from './tags-field.tsx'

/** Gives tags to segments and takes others from them. */
export function TagSegments({
  segments,
  known,
  onClose,
}: {
  readonly segments: readonly Segment[]
  readonly known: readonly string[]
  readonly onClose: () => void
}) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const say = useSay()
  const { mutate, isPending, error } = useChangeSegments()
  const [added, setAdded] = useState<readonly string[]>([])
  const [removed, setRemoved] = useState<readonly string[]>([])
  const had = [...new Set(segments.flatMap(({ definition }) => definition.tags ?? []))].sort()
  const save = () =>
    mutate(
      { names: segments.map(({ name }) => name), change: { addTags: added, removeTags: removed } },
      {
        onSuccess: () => {
          say(t('segments.tag.done'))
          onClose()
        },
      },
    )
  return (
    <AskFirst
      open
      onClose={onClose}
      title={t('segments.tag.title', { count: segments.length, n: number(segments.length) })}
      act={t('app.save')}
      onAct={save}
      busy={isPending}
      error={error}
    >
      <TagsField label={t('segments.tag.add')} tags={added} onChange={setAdded} known={known} />
      {had.length > 0 && (
        <fieldset style={{ border: 0, padding: 0, margin: '16px 0 0' }}>
          <Text as="h3" weight="semibold">
            {t('segments.tag.had')}
          </Text>
          <div>
            {had.map((tag) => {
              const gone = removed.includes(tag)
              return (
                <Checkbox
                  key={tag}
                  label={gone ? `${tag} (${t('segments.tag.removed')})` : tag}
                  checked={!gone}
                  onChange={(_, { checked }) =>
                    setRemoved(checked === true ? removed.filter((each) => each !== tag) : [...removed, tag])
                  }
                />
              )
            })}
          </div>
        </fieldset>
      )}
    </AskFirst>
  )
}
