import { useTranslation } from 'react-i18next'
import { Moment } from '../../ui/moment.tsx'
import type { Segment, SegmentTimes } from './segments.ts'

/** When a segment is refreshed by itself next, or why it is not. */
export function Next({ segment, times }: { readonly segment: Segment; readonly times: SegmentTimes | undefined }) {
  const { t } = useTranslation()
  const next = times?.next[0]
  if (!segment.active) return <>–</>
  if (next) return <Moment at={next} />
  const byHand = segment.type === 'static' || segment.definition.schedule === 'manual'
  return <>{t(byHand ? 'segments.byHand' : 'segments.notScheduled')}</>
}
