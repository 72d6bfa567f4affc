import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Moment } from '../../ui/moment.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { NextTime } from '../schedules/next-time.tsx'
import type { Standing } from '../status/status.ts'
import type { Source, SourceSort } from './sources.ts'

/** Every source, where it stands, and when it is read next. */
export function SourceList({
  sources,
  standings,
  sort,
  onSort,
}: {
  readonly sources: readonly Source[]
  readonly standings: readonly Standing[]
  readonly sort: SourceSort
  readonly onSort: (sort: SourceSort) => void
}) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const standing = new Map(standings.map((each) => [each.name, each]))
  const columns: Column<Source>[] = [
    {
      key: 'name',
      header: t('sources.columns.name'),
      cell: ({ name }) => (
        <PageLink to="/data/sources/$name" params={{ name }}>
          {name}
        </PageLink>
      ),
    },
    {
      key: 'kind',
      header: t('sources.columns.kind'),
      width: '110px',
      sortable: false,
      cell: ({ kind }) => t(`sources.kinds.${kind}`),
    },
    {
      key: 'status',
      header: t('sources.columns.status'),
      width: '200px',
      sortable: false,
      cell: ({ name }) => <StatusBadge status={standing.get(name)?.status ?? 'Not started'} />,
    },
    {
      key: 'rows',
      header: t('sources.columns.rows'),
      width: '100px',
      kind: 'number',
      cell: ({ state }) => (state.rows === null ? '–' : number(state.rows)),
    },
    {
      key: 'corrupt',
      header: t('sources.columns.corrupt'),
      width: '120px',
      kind: 'number',
      cell: ({ name, state }) =>
        state.corrupt > 0 ? (
          <PageLink to="/data/sources/$name" params={{ name }} search={{ tab: 'corrupt' }}>
            {number(state.corrupt)}
          </PageLink>
        ) : (
          number(0)
        ),
    },
    {
      key: 'refreshedAt',
      header: t('sources.columns.refreshedAt'),
      width: '130px',
      cell: ({ state }) => <Moment at={state.refreshedAt} />,
    },
    {
      key: 'next',
      header: t('sources.columns.next'),
      width: '120px',
      sortable: false,
      cell: ({ name }) => <NextTime at={standing.get(name)?.next ?? null} withRefresh />,
    },
  ]
  return (
    <DataTable
      label={t('nav.sources')}
      columns={columns}
      rows={sources}
      keyOf={({ name }) => name}
      sort={sort}
      onSort={(next) => onSort(next as SourceSort)}
      minWidth="960px"
    />
  )
}
