import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { sourceOf, type Table } from './tables.ts'

/** Every table, how large it is, and where it comes from. */
export function TableList({
  tables,
  nameOf,
}: {
  readonly tables: readonly Table[]
  readonly nameOf: (table: string) => string
}) {
  const { t } = useTranslation()
  const { number } = useFormats()
  return (
    <DataTable<Table>
      label={t('tables.tables')}
      rows={tables}
      keyOf={({ name }) => name}
      minWidth="760px"
      columns={[
        {
          key: 'name',
          header: t('tables.columns.name'),
          cell: ({ name }) => (
            <PageLink to="/data/tables/$name" params={{ name }}>
              {nameOf(name)}
            </PageLink>
          ),
        },
        {
          key: 'source',
          header: t('tables.columns.source'),
          cell: (table) => {
            const source = sourceOf(table)
            return source === null ? (
              ''
            ) : (
              <PageLink to="/data/sources/$name" params={{ name: source }}>
                {source}
              </PageLink>
            )
          },
        },
        {
          key: 'rows',
          header: t('tables.columns.rows'),
          width: '140px',
          kind: 'number',
          cell: ({ rows }) => (rows === null ? t('tables.notRead') : number(rows)),
        },
        {
          key: 'columns',
          header: t('tables.columns.columns'),
          width: '110px',
          kind: 'number',
          cell: ({ columns }) => number(columns.length),
        },
        {
          key: 'relationships',
          header: t('tables.columns.relationships'),
          width: '130px',
          kind: 'number',
          cell: ({ relationships }) => number(relationships.length),
        },
        {
          key: 'usedBy',
          header: t('tables.columns.usedBy'),
          width: '110px',
          kind: 'number',
          cell: ({ usedBy }) => number(usedBy.length),
        },
      ]}
    />
  )
}
