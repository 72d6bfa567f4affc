import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Facts } from '../../ui/facts.tsx'
import { Moment } from '../../ui/moment.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { NextTime } from '../schedules/next-time.tsx'
import { schedulesQuery } from '../schedules/schedules.ts'
import { ExportStatus } from './export-status.tsx'
import { followsRefresh, type SegmentExport } from './exports.ts'
import { findList, listsQuery, segmentChoicesQuery } from './set-up/choices.ts'
import { SuppressionLists, useSuppression } from './suppression.tsx'

/** What an export is and how it stands. */
export function ExportFacts({ of }: { readonly of: SegmentExport }) {
  const { t, i18n } = useTranslation()
  const { data: schedules } = useQuery(schedulesQuery(i18n.language))
  const { data: all = [] } = useQuery(segmentChoicesQuery)
  const called = (segment: string) => all.find(({ name }) => name === segment)?.displayName ?? segment
  const times = schedules?.exports.find(({ name }) => name === of.name)
  const { segments, leavers, consent, list, suppress } = of.definition
  const suppressed = useSuppression(suppress)
  // Of whoever has just set it up; asking for them spends requests, and once it has delivered the server knows.
  const { data: lists = [] } = useQuery({ ...listsQuery(of.connection?.name ?? ''), enabled: false })
  return (
    <Facts
      facts={[
        [t('exports.columns.status'), <ExportStatus key="status" of={of} />],
        [t('exports.columns.refreshedAt'), <Moment key="refreshed" at={of.refreshedAt} />],
        [t('exports.columns.connection'), of.connection?.displayName ?? t('exports.noConnection')],
        [t('setUpExport.list'), of.list?.name ?? findList(lists, list)?.name ?? list],
        [
          t('setUpExport.segments'),
          segments.map((segment, at) => (
            <span key={segment}>
              {at > 0 && ', '}
              <PageLink to="/segments/$name" params={{ name: segment }} inline>
                {called(segment)}
              </PageLink>
            </span>
          )),
        ],
        [t('setUpExport.leavers'), t(leavers === 'remove' ? 'setUpExport.remove' : 'setUpExport.keep')],
        [t('setUpExport.consent'), consent === undefined ? null : [consent].flat().join('.')],
        [
          t('suppression.title'),
          suppressed.length === 0 ? null : <SuppressionLists key="suppressed" columns={suppressed} />,
        ],
        [t('exports.columns.schedule'), times?.sentence ?? of.schedule],
        [t('exports.columns.next'), <NextTime key="next" at={of.next} withRefresh={followsRefresh(of)} />],
        [t('exports.columns.permission'), t(`exports.permission.${of.permission}`)],
      ]}
    />
  )
}
