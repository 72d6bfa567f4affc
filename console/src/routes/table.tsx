import { Button } from '@fluentui/react-components'
import { EditRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useRouteContext, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../app/formats.ts'
import { EditSource } from '../features/sources/edit-source.tsx'
import { SampleRows } from '../features/sources/sample-rows.tsx'
import { useSourceWords } from '../features/sources/source-words.ts'
import { type Column, sourceQuery } from '../features/sources/sources.ts'
import { UsersOf } from '../features/sources/users-of.tsx'
import { DownloadRows } from '../features/tables/download-rows.tsx'
import {
  endOf,
  relationshipsQuery,
  sourceOf,
  type Table,
  tableQuery,
  tableRowsQuery,
} from '../features/tables/tables.ts'
import { DataTable } from '../ui/data-table.tsx'
import { Figures } from '../ui/figures.tsx'
import { Page } from '../ui/page.tsx'
import { PageLink } from '../ui/page-link.tsx'
import { Section } from '../ui/section.tsx'
import { Shown } from '../ui/shown.tsx'

/** One table: its columns with their types, some of its rows, and what uses it. */
export function TablePage() {
  const { name } = useParams({ from: '/signed-in/data/tables/$name' })
  const table = useQuery(tableQuery(name))
  return <Shown query={table}>{(found) => <OneTable key={name} table={found} />}</Shown>
}

function OneTable({ table }: { readonly table: Table }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const { types } = useSearch({ from: '/signed-in/data/tables/$name' })
  const navigate = useNavigate({ from: '/data/tables/$name' })
  const { me } = useRouteContext({ from: '/signed-in' })
  const source = sourceOf(table)
  const { name, key, rows, columns, usedBy } = table
  const called = name === 'profile' ? t('tables.customer') : name
  const mayChange = me.role !== 'viewer' && source !== null
  const setTypes = (open: true | undefined) => void navigate({ search: { types: open } })
  return (
    <Page
      title={t('tables.one', { name: called })}
      acts={
        mayChange && (
          <Button icon={<EditRegular />} onClick={() => setTypes(true)}>
            {t('tables.changeTypes')}
          </Button>
        )
      }
    >
      <Figures
        facts={[
          [t('tables.facts.rows'), rows === null ? t('tables.notRead') : number(rows)],
          [t('tables.facts.columns'), number(columns.length)],
          [t('tables.facts.key'), key ?? '–'],
          [
            t('tables.facts.source'),
            source === null ? (
              '–'
            ) : (
              <PageLink key="source" to="/data/sources/$name" params={{ name: source }}>
                {source}
              </PageLink>
            ),
          ],
        ]}
        below={[t('tables.facts.usedBy'), <UsersOf key="uses" uses={usedBy} />]}
      />
      <Columns table={table} />
      <Rows table={table} />
      {types && mayChange && source !== null && <Types source={source} onClose={() => setTypes(undefined)} />}
    </Page>
  )
}

function Columns({ table }: { readonly table: Table }) {
  const { t } = useTranslation()
  const { typeWords } = useSourceWords()
  const { data: relationships = [] } = useQuery(relationshipsQuery)
  const relatedBy = (column: string) =>
    relationships
      .filter(({ definition }) =>
        [definition.from, definition.to].some((ref) => {
          const end = endOf(ref, [table])
          return end.table === table.name && end.column === column
        }),
      )
      .map(({ name }) => name)
  return (
    <Section title={t('tables.facts.columns')}>
      <DataTable<Column>
        label={t('tables.facts.columns')}
        rows={table.columns}
        keyOf={({ name }) => name}
        minWidth="420px"
        columns={[
          { key: 'column', header: t('tables.column'), cell: ({ name }) => name },
          { key: 'type', header: t('tables.type'), width: '180px', cell: (column) => typeWords(column) },
          {
            key: 'role',
            header: t('tables.role'),
            cell: ({ name }) => {
              const names = relatedBy(name)
              return [
                ...(name === table.key ? [t('tables.key')] : []),
                ...(names.length > 0 ? [t('tables.relatedBy', { names: names.join(', ') })] : []),
              ].join(' · ')
            },
          },
        ]}
      />
    </Section>
  )
}

function Rows({ table: { name, rows: all, columns } }: { readonly table: Table }) {
  const { t } = useTranslation()
  const rows = useQuery(tableRowsQuery(name))
  return (
    <Section title={t('tables.sample')}>
      {all !== null && all > 0 && (
        <div>
          <DownloadRows table={name} />
        </div>
      )}
      <Shown query={rows}>{(found) => <SampleRows label={t('tables.sample')} columns={columns} rows={found} />}</Shown>
    </Section>
  )
}

/** Types are settled where the data are read, so it is the source that is changed. */
function Types({ source, onClose }: { readonly source: string; readonly onClose: () => void }) {
  const { data } = useQuery(sourceQuery(source))
  return data ? <EditSource source={data.value} version={data.version} onClose={onClose} /> : null
}
