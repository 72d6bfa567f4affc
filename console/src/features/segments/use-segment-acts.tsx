import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSay } from '../../ui/said.tsx'
import { statusKey } from '../../ui/status-key.ts'
import { DuplicateSegment } from './duplicate-segment.tsx'
import { RemoveSegments } from './remove-segments.tsx'
import { ScheduleSegments } from './schedule-segments.tsx'
import { type Segment, type SegmentsChange, useChangeSegments, useRefreshSegments } from './segments.ts'
import { TagSegments } from './tag-segments.tsx'

type Asking = 'tag' | 'schedule' | 'remove' | 'duplicate'

export type SegmentActs = {
  readonly refresh: (segments: readonly Segment[]) => void
  readonly setState: (segments: readonly Segment[], state: 'active' | 'inactive') => void
  readonly setType: (segments: readonly Segment[], type: 'dynamic' | 'static') => void
  readonly ask: (what: Asking, segments: readonly Segment[]) => void
  readonly refreshing: ReadonlySet<string>
  readonly error: Error | null
  /** The dialog that is open, if any. */
  readonly dialog: ReactNode
}

/** What can be done with segments, one or several, and the dialogs that some of it needs. */
export function useSegmentActs(
  all: readonly Segment[],
  { onRemoved, onMade }: { readonly onRemoved?: () => void; readonly onMade?: (name: string) => void } = {},
): SegmentActs {
  const { t } = useTranslation()
  const say = useSay()
  const refresh = useRefreshSegments()
  const change = useChangeSegments()
  const [asked, setAsked] = useState<{ readonly what: Asking; readonly segments: readonly Segment[] }>()
  const known = [...new Set(all.flatMap(({ definition }) => definition.tags ?? []))].sort()
  const close = () => setAsked(undefined)
  const apply = (segments: readonly Segment[], what: SegmentsChange, onSuccess: () => void) =>
    change.mutate({ names: segments.map(({ name }) => name), change: what }, { onSuccess })
  const refreshNow = (segments: readonly Segment[]) =>
    refresh.mutate(
      segments.map(({ name }) => name),
      { onSuccess: ({ status }) => say(refreshedWords(status)) },
    )
  return {
    refresh: refreshNow,
    setState: (segments, state) =>
      apply(segments, { state }, () => {
        say(t(state === 'active' ? 'segments.activated' : 'segments.deactivated'))
        // What was inactive is as it was then, or never was computed (feature map, M2 and M4).
        if (state === 'active') refreshNow(segments)
      }),
    setType: (segments, type) => apply(segments, { type }, () => say(t('segments.typeChanged'))),
    ask: (what, segments) => setAsked({ what, segments }),
    refreshing: new Set(refresh.isPending ? refresh.variables : []),
    error: refresh.error ?? change.error,
    dialog: asked && dialogOf(asked.what, asked.segments),
  }

  function dialogOf(what: Asking, segments: readonly Segment[]): ReactNode {
    const [only] = segments
    switch (what) {
      case 'tag':
        return <TagSegments segments={segments} known={known} onClose={close} />
      case 'schedule':
        return <ScheduleSegments segments={segments} onClose={close} />
      case 'remove':
        return <RemoveSegments segments={segments} onClose={close} {...(onRemoved && { onRemoved })} />
      case 'duplicate':
        return (
          only && (
            <DuplicateSegment
              segment={only}
              taken={new Set(all.map(({ name }) => name))}
              onClose={close}
              {...(onMade && { onMade })}
            />
          )
        )
      default:
        return what satisfies never
    }
  }

  function refreshedWords(status: string): string {
    if (status === 'Successful') return t('segments.refreshed')
    const key = statusKey(status)
    return t('segments.refreshEnded', { status: key ? t(`status.${key}`) : status })
  }
}
