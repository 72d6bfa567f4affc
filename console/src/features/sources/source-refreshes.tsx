import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Shown } from '../../ui/shown.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { refreshesOfSourceQuery, type Task } from './sources.ts'

/** How the last refreshes of a source went. */
export function SourceRefreshes({ name }: { readonly name: string }) {
  const { t } = useTranslation()
  const { number, duration } = useFormats()
  const tasks = useQuery(refreshesOfSourceQuery(name))
  return (
    <Shown query={tasks}>
      {(found) =>
        found.length === 0 ? (
          <Empty title={t('sources.refreshes.none')}>{t('sources.refreshes.noneText')}</Empty>
        ) : (
          <DataTable<Task>
            label={t('sources.tabs.refreshes')}
            rows={found}
            keyOf={({ refresh }) => refresh}
            columns={[
              {
                key: 'at',
                header: t('sources.refreshes.at'),
                width: '150px',
                cell: ({ startedAt, finishedAt }) => <Moment at={startedAt ?? finishedAt} />,
              },
              {
                key: 'status',
                header: t('sources.refreshes.status'),
                width: '220px',
                cell: ({ status }) => <StatusBadge status={status} />,
              },
              {
                key: 'rows',
                header: t('sources.refreshes.rows'),
                width: '110px',
                kind: 'number',
                cell: ({ counts }) => (counts.rows === undefined ? '' : number(counts.rows)),
              },
              {
                key: 'took',
                header: t('sources.refreshes.took'),
                width: '110px',
                cell: ({ tookMs }) => (tookMs === null ? '' : duration(tookMs / 1000)),
              },
              {
                key: 'what',
                header: t('sources.refreshes.what'),
                cell: ({ message, meaning }) => [message, meaning].filter(Boolean).join(' '),
              },
            ]}
          />
        )
      }
    </Shown>
  )
}
