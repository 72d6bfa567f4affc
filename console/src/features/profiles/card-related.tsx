import { Text } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { Section } from '../../ui/section.tsx'
import { Shown } from '../../ui/shown.tsx'
import { SampleRows } from '../sources/sample-rows.tsx'
import { tablesQuery } from '../tables/tables.ts'
import { relatedQuery } from './profiles.ts'

/**
 * The rows of other tables that are this person's: orders, visits and whatever else is related. How the person came about is told by
 * the rows they are made of, and not by the tables that unifying writes.
 */
export function CardRelated({ id }: { readonly id: string }) {
  const tables = useQuery(tablesQuery)
  return (
    <Shown query={tables}>
      {(known) => (
        <RowsBut
          id={id}
          written={new Set(known.filter(({ kind }) => kind === 'unification').map(({ name }) => name))}
        />
      )}
    </Shown>
  )
}

/** The rows of every table that has some of theirs, but for those that unifying writes. */
function RowsBut({ id, written }: { readonly id: string; readonly written: ReadonlySet<string> }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const related = useQuery(relatedQuery(id))
  return (
    <Shown query={related}>
      {(tables) =>
        tables
          .filter(({ table, total }) => total > 0 && !written.has(table))
          .map(({ table, path, total, columns, rows }) => {
            const title = t('profiles.card.related', { table, total: number(total) })
            return (
              <Section key={path.join(' ')} title={title}>
                {rows.length < total && (
                  <Text size={200}>
                    {t('profiles.card.relatedFirst', { shown: number(rows.length), total: number(total) })}
                  </Text>
                )}
                <SampleRows label={title} columns={columns} rows={rows} />
              </Section>
            )
          })
      }
    </Shown>
  )
}
