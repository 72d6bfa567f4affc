import { Button } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'

/** Takes all rows of a table along as a CSV file; `named` says which, where several tables are offered beside each other. */
export function DownloadRows({ table, named }: { readonly table: string; readonly named?: string }) {
  const { t } = useTranslation()
  return (
    <Button
      as="a"
      size={named === undefined ? 'medium' : 'small'}
      icon={<ArrowDownloadRegular />}
      href={`/api/v1/tables/${encodeURIComponent(table)}/rows.csv`}
      download
      {...(named !== undefined && { 'aria-label': t('tables.downloadOf', { table: named }) })}
    >
      {t(named === undefined ? 'tables.download' : 'tables.csv')}
    </Button>
  )
}
