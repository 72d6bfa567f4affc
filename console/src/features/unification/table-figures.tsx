import { Text } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { duplicatesOf, type TableFigures as Figures } from '../../../../src/contract/unification-figures.ts'
import { useFormats } from '../../app/formats.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { Section } from '../../ui/section.tsx'
import { StackedBars } from '../../ui/stacked-bars.tsx'

/** What became of the rows of each table, drawn and in a table. */
export function TableFigures({ tables }: { readonly tables: readonly Figures[] }) {
  const { t } = useTranslation()
  const { number, proportion } = useFormats()
  const shareOf = (part: number, { rows }: Figures) =>
    rows === 0 ? number(part) : t('unify.share', { n: number(part), share: proportion(part / rows) })
  return (
    <Section title={t('unify.tables.title')}>
      <StackedBars
        label={t('unify.tables.picture')}
        legend={[t('unify.tables.matched'), t('unify.tables.single'), t('unify.tables.leftOut')]}
        bars={tables.map(({ source, rows, matched, single, leftOut }) => ({
          key: source,
          name: source,
          said: t('unify.tables.said', {
            rows: number(rows),
            matched: number(matched),
            single: number(single),
            leftOut: number(leftOut),
          }),
          parts: [matched, single, leftOut],
        }))}
      />
      <DataTable
        label={t('unify.tables.title')}
        rows={tables}
        keyOf={({ source }) => source}
        minWidth="760px"
        columns={[
          { key: 'table', header: t('unify.tables.table'), cell: ({ source }) => source },
          { key: 'rows', header: t('unify.tables.rows'), kind: 'number', cell: ({ rows }) => number(rows) },
          {
            key: 'unique',
            header: t('unify.tables.unique'),
            kind: 'number',
            cell: (each) => shareOf(each.unique, each),
          },
          {
            key: 'duplicates',
            header: t('unify.tables.duplicates'),
            kind: 'number',
            cell: ({ source, several, ...counted }) => {
              const found = number(duplicatesOf(counted))
              // The table of them is there since that is told.
              return several ? (
                <PageLink to="/data/tables/$name" params={{ name: `deduplication-${source}` }}>
                  {found}
                </PageLink>
              ) : (
                found
              )
            },
          },
          {
            key: 'matched',
            header: t('unify.tables.matched'),
            kind: 'number',
            cell: (each) => shareOf(each.matched, each),
          },
          {
            key: 'single',
            header: t('unify.tables.single'),
            kind: 'number',
            cell: (each) => shareOf(each.single, each),
          },
          {
            key: 'leftOut',
            header: t('unify.tables.leftOut'),
            kind: 'number',
            cell: (each) => shareOf(each.leftOut, each),
          },
        ]}
      />
      {tables.some(({ leftOut }) => leftOut > 0) && <Text size={200}>{t('unify.tables.leftOutWhy')}</Text>}
    </Section>
  )
}
