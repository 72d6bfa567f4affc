import { SearchBox, Select } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Filters } from '../../ui/filters.tsx'
import { statuses } from '../../ui/status-key.ts'
import { type ExportsAsked, exportsQuery } from './exports.ts'

/** Which exports are shown. What is chosen stands in the address. */
export function ExportFilters({
  asked,
  onAsk,
}: {
  readonly asked: ExportsAsked
  readonly onAsk: (asked: ExportsAsked) => void
}) {
  const { t } = useTranslation()
  const { data: all = [] } = useQuery(exportsQuery())
  const connections = new Map(
    all.flatMap(({ connection }) => (connection ? [[connection.name, connection.displayName]] : [])),
  )
  const detached = all.some(({ connection }) => connection === null)
  return (
    <Filters>
      <SearchBox
        aria-label={t('exports.search')}
        placeholder={t('exports.search')}
        value={asked.search ?? ''}
        onChange={(_, { value }) => onAsk({ ...asked, search: value || undefined })}
      />
      <Select
        aria-label={t('exports.connection')}
        value={asked.connection ?? 'all'}
        onChange={(_, { value }) => onAsk({ ...asked, connection: value === 'all' ? undefined : value })}
      >
        <option value="all">{t('exports.allConnections')}</option>
        {[...connections].map(([name, displayName]) => (
          <option key={name} value={name}>
            {displayName}
          </option>
        ))}
        {(detached || asked.connection === '') && <option value="">{t('exports.noConnection')}</option>}
      </Select>
      <Select
        aria-label={t('exports.status')}
        value={asked.status ?? ''}
        onChange={(_, { value }) => onAsk({ ...asked, status: value || undefined })}
      >
        <option value="">{t('exports.allStatuses')}</option>
        {statuses.map(([status, key]) => (
          <option key={status} value={status}>
            {t(`status.${key}`)}
          </option>
        ))}
      </Select>
    </Filters>
  )
}
