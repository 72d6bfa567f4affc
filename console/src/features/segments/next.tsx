import { useTranslation } from 'react-i18next'
import { NextTime } from '../schedules/next-time.tsx'
import type { SegmentTimes } from '../schedules/schedules.ts'
import type { Segment } from './segments.ts'

/** Whether no refresh takes it along by itself. */
const isByHand = ({ type, definition }: Segment) => type === 'static' || definition.schedule === 'manual'

/** When a segment is refreshed by itself next, or why it is not. */
export function Next({ segment, times }: { readonly segment: Segment; readonly times: SegmentTimes | undefined }) {
  const { t } = useTranslation()
  if (!segment.active) return <>–</>
  if (isByHand(segment)) return <>{t('segments.byHand')}</>
  return <NextTime at={times?.next[0] ?? null} withRefresh />
}

/** With which system refreshes a segment goes along, in words; a static one with none, whatever days it would have. */
export function Schedule({ segment, times }: { readonly segment: Segment; readonly times: SegmentTimes | undefined }) {
  const { t } = useTranslation()
  return <>{isByHand(segment) ? t('segments.schedule.manual') : times?.sentence}</>
}
