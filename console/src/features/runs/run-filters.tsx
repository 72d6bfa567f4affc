import { SearchBox, Select } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { Filters } from '../../ui/filters.tsx'
import { statuses } from '../../ui/status-key.ts'
import { triggers } from './known.ts'
import type { RunsAsked } from './run-list.ts'

/** Which runs are shown. */
export function RunFilters({
  asked,
  exports,
  onAsk,
}: {
  readonly asked: RunsAsked
  readonly exports: readonly { readonly name: string; readonly displayName: string }[]
  readonly onAsk: (asked: RunsAsked) => void
}) {
  const { t } = useTranslation()
  const isGone = asked.export !== undefined && !exports.some(({ name }) => name === asked.export)
  return (
    <Filters>
      <SearchBox
        aria-label={t('run.search')}
        placeholder={t('run.search')}
        value={asked.search ?? ''}
        onChange={(_, { value }) => onAsk({ ...asked, search: value || undefined })}
      />
      <Select
        aria-label={t('run.export')}
        value={asked.export ?? ''}
        onChange={(_, { value }) => onAsk({ ...asked, export: value || undefined })}
      >
        <option value="">{t('run.allExports')}</option>
        {isGone && <option value={asked.export}>{asked.export}</option>}
        {exports.map(({ name, displayName }) => (
          <option key={name} value={name}>
            {displayName}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t('run.status')}
        value={asked.status ?? ''}
        onChange={(_, { value }) => onAsk({ ...asked, status: value || undefined })}
      >
        <option value="">{t('run.allStatuses')}</option>
        {statuses.map(([status, key]) => (
          <option key={status} value={status}>
            {t(`status.${key}`)}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t('run.trigger')}
        value={asked.trigger ?? ''}
        onChange={(_, { value }) => onAsk({ ...asked, trigger: value || undefined })}
      >
        <option value="">{t('run.allTriggers')}</option>
        {triggers.map((trigger) => (
          <option key={trigger} value={trigger}>
            {t(`run.triggers.${trigger}`)}
          </option>
        ))}
      </Select>
    </Filters>
  )
}
