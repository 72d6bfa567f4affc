import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import { useSay } from '../../ui/said.tsx'
import { isWholeSchedule, ScheduleField } from './schedule-field.tsx'
import { type Segment, useScheduleSegments } from './segments.ts'

/** Sets on which days segments go along with the system refresh. */
export function ScheduleSegments({
  segments,
  onClose,
}: {
  readonly segments: readonly Segment[]
  readonly onClose: () => void
}) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const say = useSay()
  const { mutate, isPending, error } = useScheduleSegments()
  const [only] = segments
  const [schedule, setSchedule] = useState(segments.length === 1 ? (only?.definition.schedule ?? null) : null)
  const save = () =>
    mutate(
      { names: segments.map(({ name }) => name), schedule },
      {
        onSuccess: ({ warnings }) => {
          // Days on which the system refresh never comes are worth a word.
          say([t('segments.schedule.done'), ...warnings].join(' '))
          onClose()
        },
      },
    )
  return (
    <AskFirst
      open
      onClose={onClose}
      title={t('segments.schedule.title', { count: segments.length, n: number(segments.length) })}
      act={t('app.save')}
      onAct={() => isWholeSchedule(schedule) && save()}
      busy={isPending || !isWholeSchedule(schedule)}
      error={error}
    >
      <ScheduleField schedule={schedule} onChange={setSchedule} />
    </AskFirst>
  )
}
