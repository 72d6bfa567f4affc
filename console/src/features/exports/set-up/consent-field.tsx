import { Field } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { matchingQuery } from './choices.ts'
import { ColumnSelect } from './column-select.tsx'
import { useIssue } from './issues.ts'
import type { Part } from './part.ts'

/** The column whose yes lets a person be sent; without one nobody is asked. */
export function ConsentField({ draft: { connection, consent }, change, disabled }: Part) {
  const { t } = useTranslation()
  const { data } = useQuery({ ...matchingQuery(connection), enabled: !disabled })
  return (
    <Field label={t('setUpExport.consent')} hint={t('setUpExport.consentHint')} {...useIssue('consent')}>
      <ColumnSelect
        columns={data?.columns.map(({ name }) => name) ?? []}
        value={consent}
        empty={t('setUpExport.noConsent')}
        disabled={disabled}
        onChange={(column) => change({ consent: column })}
      />
    </Field>
  )
}
