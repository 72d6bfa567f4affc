import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { Section } from '../../ui/section.tsx'
import { DownloadRows } from '../tables/download-rows.tsx'
import { type Table, tablesQuery } from '../tables/tables.ts'

/** The tables that unifying wrote: what is in each, its rows to be looked at, and all of them to be taken along. */
export function OutputTables() {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { data: tables = [] } = useQuery(tablesQuery)
  // What an earlier release unified has none of how it came about.
  const written = tables.filter(({ kind, rows }) => kind !== 'source' && rows !== null)
  if (written.length === 0) return null
  const nameOf = ({ name, kind }: Table) => (kind === 'profile' ? t('tables.customer') : name)
  const what = ({ name, kind }: Table) =>
    kind === 'profile'
      ? t('unify.output.customers')
      : name === 'match-pairs'
        ? t('unify.output.pairs')
        : t('unify.output.duplicates', { table: name.replace(/^deduplication-/, '') })
  return (
    <Section title={t('unify.output.title')}>
      <DataTable
        label={t('unify.output.title')}
        rows={written}
        keyOf={({ name }) => name}
        minWidth="640px"
        columns={[
          {
            key: 'table',
            header: t('unify.tables.table'),
            cell: (table) => (
              <PageLink to="/data/tables/$name" params={{ name: table.name }}>
                {nameOf(table)}
              </PageLink>
            ),
          },
          { key: 'what', header: t('unify.output.what'), width: '45%', cell: what },
          {
            key: 'rows',
            header: t('unify.tables.rows'),
            kind: 'number',
            width: '100px',
            cell: ({ rows }) => number(rows ?? 0),
          },
          {
            key: 'download',
            header: t('unify.output.download'),
            width: '110px',
            cell: (table) => <DownloadRows table={table.name} named={nameOf(table)} />,
          },
        ]}
      />
    </Section>
  )
}
