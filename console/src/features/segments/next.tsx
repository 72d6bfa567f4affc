import { useTranslation } from 'react-i18next'
import { Moment } from '../../ui/moment.tsx'
import type { Segment, SegmentTimes } from './segments.ts'

/** Whether no refresh takes it along by itself. */
const isByHand = ({ type, definition }: Segment) => type === 'static' || definition.schedule === 'manual'

/** When a segment is refreshed by itself next, or why it is not. */
export function Next({ segment, times }: { readonly segment: Segment; readonly times: SegmentTimes | undefined }) {
  const { t } = useTranslation()
  const next = times?.next[0]
  if (!segment.active) return <>–</>
  if (next) return <Moment at={next} />
  return <>{t(isByHand(segment) ? 'segments.byHand' : 'schedule.notScheduled')}</>
}

/** With which system refreshes a segment goes along, in words; a static one with none, whatever days it would have. */
export function Schedule({ segment, times }: { readonly segment: Segment; readonly times: SegmentTimes | undefined }) {
  const { t } = useTranslation()
  return <>{isByHand(segment) ? t('segments.schedule.manual') : times?.sentence}</>
}
