import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { columnListOf, columnsIn } from '../../../../../src/contract/column-list.ts'
import { AddressColumns } from '../../suppression/address-columns.tsx'
import { columnName } from '../../suppression/column-name.ts'
import { suppressionQuery } from '../../suppression/suppression.ts'
import { useIssue } from './issues.ts'
import type { Part } from './part.ts'

/** Whose addresses this export never delivers to, beside those that no export does. */
export function SuppressField({ draft: { suppress }, change, disabled }: Part) {
  const { t } = useTranslation()
  const { data: everywhere } = useQuery(suppressionQuery)
  const always = columnsIn(everywhere?.value.suppress).map(columnName)
  return (
    <AddressColumns
      label={t('setUpExport.suppress')}
      hint={[
        t('setUpExport.suppressHint'),
        ...(always.length > 0 ? [t('setUpExport.suppressAlways', { columns: always.join(', ') })] : []),
      ].join(' ')}
      columns={columnsIn(suppress)}
      onChange={(columns) => change({ suppress: columnListOf(columns) })}
      disabled={disabled}
      {...useIssue('suppress')}
    />
  )
}
