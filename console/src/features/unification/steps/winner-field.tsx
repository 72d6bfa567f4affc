import { Field, Select } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { Winner } from '../../../../../src/contract/unification.ts'
import { useStepStyles } from './step-styles.ts'
import { useUnifying } from './unifying.ts'

/** Which of several rows is the person's: the one with most values, or the newest or oldest by a field. */
export function WinnerField({
  label,
  winner,
  onChange,
}: {
  readonly label: string
  readonly winner: Winner
  readonly onChange: (winner: Winner) => void
}) {
  const styles = useStepStyles()
  const { t } = useTranslation()
  const by = useByFields()
  const kind = winner === 'most-filled' ? winner : 'mostRecent' in winner ? 'mostRecent' : 'leastRecent'
  const field = winner === 'most-filled' ? by[0] : 'mostRecent' in winner ? winner.mostRecent : winner.leastRecent
  return (
    <div className={styles.choices}>
      <Field label={label} {...(by.length === 0 && { hint: t('unifying.deduplicate.noDates') })}>
        <Select value={kind} onChange={(_, { value }) => onChange(winnerOf(value, field ?? ''))}>
          {(['most-filled', 'mostRecent', 'leastRecent'] as const).map((each) => (
            <option key={each} value={each} disabled={each !== 'most-filled' && by.length === 0}>
              {t(`unifying.deduplicate.winners.${each}`)}
            </option>
          ))}
        </Select>
      </Field>
      {kind !== 'most-filled' && <ByField field={field ?? ''} onChange={(name) => onChange(winnerOf(kind, name))} />}
    </div>
  )
}

/** The field with a date or a number that tells which row is newer. */
export function ByField({ field, onChange }: { readonly field: string; readonly onChange: (field: string) => void }) {
  const { t } = useTranslation()
  const by = useByFields()
  return (
    <Field label={t('unifying.deduplicate.by')}>
      <Select value={field} onChange={(_, { value }) => onChange(value)}>
        {!by.includes(field) && <option>{field}</option>}
        {by.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </Select>
    </Field>
  )
}

/** The fields that tell which row is newer: those of dates and numbers. */
export function useByFields(): readonly string[] {
  const { draft } = useUnifying()
  return draft.fields.filter(({ type }) => type === 'date' || type === 'number').map(({ name }) => name)
}

function winnerOf(kind: string, field: string): Winner {
  if (kind === 'mostRecent') return { mostRecent: field }
  return kind === 'leastRecent' ? { leastRecent: field } : 'most-filled'
}
