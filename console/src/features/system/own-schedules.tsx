import { Button, Text } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { Section } from '../../ui/section.tsx'
import { Shown } from '../../ui/shown.tsx'
import { exportsQuery } from '../exports/exports.ts'
import { SchedulePanel } from '../exports/schedule-panel.tsx'
import { useGoesWithRefresh } from '../schedules/goes-with-refresh.ts'
import { NextTime } from '../schedules/next-time.tsx'
import { type ExportTimes, type SegmentTimes, schedulesQuery } from '../schedules/schedules.ts'
import { Next, Schedule } from '../segments/next.tsx'
import { ScheduleSegments } from '../segments/schedule-segments.tsx'
import { segmentsQuery } from '../segments/segments.ts'

type OwnTimes = (ExportTimes & { readonly kind: 'export' }) | (SegmentTimes & { readonly kind: 'segment' })

/** What each export and segment has for a schedule, when it comes next, and the way to change it for whoever may. */
export function OwnSchedules() {
  const { t, i18n } = useTranslation()
  const { me } = useRouteContext({ from: '/signed-in' })
  const query = useQuery(schedulesQuery(i18n.language))
  const { data: exports = [] } = useQuery(exportsQuery())
  const { data: segments = [] } = useQuery(segmentsQuery())
  const goesWithRefresh = useGoesWithRefresh('export')
  const [changing, change] = useState<OwnTimes>()
  const exportOf = ({ kind, name }: OwnTimes) =>
    kind === 'export' ? exports.find((each) => each.name === name) : undefined
  const segmentOf = ({ kind, name }: OwnTimes) =>
    kind === 'segment' ? segments.find((each) => each.name === name) : undefined
  const mayChange = (of: OwnTimes) =>
    of.kind === 'export' ? exportOf(of)?.permission === 'edit' : me.role !== 'viewer' && segmentOf(of) !== undefined
  const columns: readonly Column<OwnTimes>[] = [
    {
      key: 'name',
      header: t('system.status.name'),
      cell: (of) => (
        <PageLink to={of.kind === 'export' ? '/exports/$name' : '/segments/$name'} params={{ name: of.name }}>
          {t(`system.schedule.stops.${of.kind}`, {
            name: exportOf(of)?.displayName ?? segmentOf(of)?.displayName ?? of.name,
          })}
        </PageLink>
      ),
    },
    {
      key: 'sentence',
      header: t('system.schedule.sentence'),
      cell: (of) => {
        const segment = segmentOf(of)
        return segment && of.kind === 'segment' ? <Schedule segment={segment} times={of} /> : of.sentence
      },
    },
    {
      key: 'next',
      header: t('system.status.next'),
      width: '200px',
      cell: (of) => {
        const segment = segmentOf(of)
        if (segment && of.kind === 'segment') return <Next segment={segment} times={of} />
        return <NextTime at={of.next[0] ?? null} withRefresh={goesWithRefresh(of.name)} />
      },
    },
    {
      key: 'acts',
      header: t('exports.columns.acts'),
      width: '110px',
      cell: (of) =>
        mayChange(of) && (
          <Button
            size="small"
            aria-label={t('system.schedule.changeNamed', { name: of.name })}
            onClick={() => change(of)}
          >
            {t('system.schedule.change')}
          </Button>
        ),
    },
  ]
  const [anExport, aSegment] = changing ? [exportOf(changing), segmentOf(changing)] : []
  return (
    <Section title={t('system.schedule.own')}>
      <Text>{t('system.schedule.ownLead')}</Text>
      <Shown query={query}>
        {(schedules) => {
          const all: readonly OwnTimes[] = [
            ...schedules.exports.map((each) => ({ ...each, kind: 'export' as const })),
            ...schedules.segments.map((each) => ({ ...each, kind: 'segment' as const })),
          ]
          return all.length === 0 ? (
            <Text>{t('system.status.none')}</Text>
          ) : (
            <DataTable
              label={t('system.schedule.own')}
              columns={columns}
              rows={all}
              keyOf={({ kind, name }) => `${kind} ${name}`}
              minWidth="640px"
            />
          )
        }}
      </Shown>
      {anExport && <SchedulePanel of={[anExport]} onClose={() => change(undefined)} />}
      {aSegment && <ScheduleSegments segments={[aSegment]} onClose={() => change(undefined)} />}
    </Section>
  )
}
