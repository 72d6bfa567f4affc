import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import type { ColumnRef } from '../../../../src/contract/column.ts'
import { columnsIn } from '../../../../src/contract/column-list.ts'
import { PageLink } from '../../ui/page-link.tsx'
import { columnName, partsOf } from '../suppression/column-name.ts'
import { suppressionQuery } from '../suppression/suppression.ts'
import type { ExportDefinition } from './exports.ts'

/** The columns of addresses that an export does not send to: those of every export, then its own, each once. */
export function useSuppression(own: ExportDefinition['suppress']): readonly ColumnRef[] {
  const { data } = useQuery(suppressionQuery)
  const columns = [data?.value.suppress, own].flatMap(columnsIn)
  return [...new Map(columns.map((column) => [columnName(column), column])).values()]
}

/** Where the addresses stand that are not sent to, each column leading to its table. */
export function SuppressionLists({ columns }: { readonly columns: readonly ColumnRef[] }) {
  return columns.map((column, at) => (
    <Fragment key={columnName(column)}>
      {at > 0 && ', '}
      <PageLink to="/data/tables/$name" params={{ name: partsOf(column)[0] }} inline>
        {columnName(column)}
      </PageLink>
    </Fragment>
  ))
}
