import { Button, Field, makeStyles, mergeClasses, Select, Text, tokens } from '@fluentui/react-components'
import { AddRegular, DeleteRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { SendingFailed } from '../../../ui/sending-failed.tsx'
import { matchingQuery } from './choices.ts'
import { ColumnSelect } from './column-select.tsx'
import { useIssue } from './issues.ts'
import type { Part } from './part.ts'

const useStyles = makeStyles({
  whole: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr) 32px',
    alignItems: 'start',
    gap: tokens.spacingHorizontalS,
  },
  headings: { alignItems: 'end', marginBottom: `calc(-1 * ${tokens.spacingVerticalS})` },
  email: { maxWidth: '100%' },
})

/** Which column of a person goes into which field of a contact: the e-mail address always, the others as they are added. */
export function MatchingFields({ draft, change, disabled }: Part) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { data, error } = useQuery({ ...matchingQuery(draft.connection), enabled: !disabled })
  const columns = data?.columns.map(({ name }) => name) ?? []
  const { email, ...others } = draft.fields
  const used = [...names.filter((field) => field in others), ...Object.keys(others).filter((field) => !isName(field))]
  const free = (data?.fields ?? []).filter(({ field }) => !used.includes(field))
  const emailIssue = useIssue('fields.email')
  const [next] = free
  return (
    <div className={styles.whole}>
      <Field label={t('setUpExport.email')} required hint={t('setUpExport.emailHint')} {...emailIssue}>
        <ColumnSelect
          columns={columns.filter((column) => column !== data?.email)}
          value={email}
          empty={data?.email ?? t('setUpExport.emailOfProfiles')}
          disabled={disabled}
          onChange={(column) => change({ fields: { ...(column !== undefined && { email: column }), ...others } })}
        />
      </Field>
      {used.length > 0 && (
        // Each field says what it is to those who do not see these.
        <div className={mergeClasses(styles.row, styles.headings)} aria-hidden>
          <Text>{t('setUpExport.field')}</Text>
          <Text>{t('setUpExport.column')}</Text>
        </div>
      )}
      {used.map((field) => (
        <MatchingRow
          key={field}
          field={field}
          label={data?.fields.find((each) => each.field === field)?.label ?? field}
          free={free}
          columns={columns}
          draft={draft}
          change={change}
          disabled={disabled}
        />
      ))}
      <SendingFailed error={error} />
      {!disabled && next && (
        <div>
          <Button
            appearance="subtle"
            icon={<AddRegular />}
            onClick={() => change({ fields: { ...draft.fields, [next.field]: data?.proposal[next.field] ?? '' } })}
          >
            {t('setUpExport.addAttribute')}
          </Button>
        </div>
      )}
    </div>
  )
}

function MatchingRow({
  field,
  label,
  free,
  columns,
  draft,
  change,
  disabled,
}: Part & {
  readonly field: string
  readonly label: string
  readonly free: readonly { readonly field: string; readonly label: string }[]
  readonly columns: readonly string[]
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const issue = useIssue(`fields.${field}`)
  const entries = Object.entries(draft.fields)
  const titled = (each: string, title: string) => (isKnown(each) ? t(`setUpExport.fields.${each}`) : title)
  return (
    <Field {...issue}>
      <div className={styles.row}>
        <Select
          aria-label={t('setUpExport.field')}
          value={field}
          disabled={disabled}
          onChange={(_, { value }) =>
            change({ fields: Object.fromEntries(entries.map(([key, of]) => [key === field ? value : key, of])) })
          }
        >
          {[{ field, label }, ...free].map((each) => (
            <option key={each.field} value={each.field}>
              {titled(each.field, each.label)}
            </option>
          ))}
        </Select>
        <ColumnSelect
          aria-label={t('setUpExport.columnFor', { field: titled(field, label) })}
          columns={columns}
          value={draft.fields[field]}
          disabled={disabled}
          onChange={(column) => change({ fields: { ...draft.fields, [field]: column ?? '' } })}
        />
        {!disabled && (
          <Button
            appearance="subtle"
            icon={<DeleteRegular />}
            aria-label={t('setUpExport.removeField', { field: titled(field, label) })}
            onClick={() => change({ fields: Object.fromEntries(entries.filter(([key]) => key !== field)) })}
          />
        )}
      </div>
    </Field>
  )
}

/** How people are called, which stands first however it was written: the server keeps no order. */
const names = ['first_name', 'last_name'] as const

function isName(field: string): boolean {
  return names.some((each) => each === field)
}

const known = [
  'first_name',
  'last_name',
  'phone',
  'job_title',
  'company_name',
  'anniversary',
  'birthday_day',
  'birthday_month',
  'street',
  'street2',
  'city',
  'state',
  'zip',
  'country',
] as const

function isKnown(field: string): field is (typeof known)[number] {
  return known.some((each) => each === field)
}
