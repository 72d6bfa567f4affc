import { Field, Input, makeStyles, Switch, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { GuardSettings } from '../../../../../src/contract/definitions.ts'
import { useIssue } from './issues.ts'
import type { Part } from './part.ts'

const useStyles = makeStyles({
  guards: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 260px), 1fr))',
    gap: tokens.spacingVerticalM,
  },
})

/** What a guard is where nothing is said, as `guards` of the configuration file describes it. */
const defaults = {
  removalShare: 0.1,
  removalPeople: 50,
  shrunkShare: 0.5,
  newContacts: 1_000_000,
} as const satisfies GuardSettings
type Figure = keyof typeof defaults

/** From where on a run stops and waits for a person. An empty field has its default, which it shows. */
export function GuardFields({ draft: { guards }, change, disabled }: Part) {
  const styles = useStyles()
  const { t } = useTranslation()
  const set = (key: keyof GuardSettings, value: number | boolean | undefined) => {
    const { [key]: _, ...rest } = guards
    change({ guards: value === undefined ? rest : { ...rest, [key]: value } })
  }
  return (
    <div className={styles.guards}>
      {(Object.keys(defaults) as Figure[]).map((key) => (
        <GuardFigure
          key={key}
          figure={key}
          value={guards[key]}
          disabled={disabled}
          onChange={(value) => set(key, value)}
        />
      ))}
      {(['emptySegment', 'contract'] as const).map((key) => (
        <Switch
          key={key}
          label={t(`setUpExport.guards.${key}`)}
          checked={guards[key] ?? true}
          disabled={disabled}
          onChange={(_, { checked }) => set(key, checked ? undefined : false)}
        />
      ))}
    </div>
  )
}

function GuardFigure({
  figure,
  value,
  disabled,
  onChange,
}: {
  readonly figure: Figure
  readonly value: number | undefined
  readonly disabled: boolean
  readonly onChange: (value: number | undefined) => void
}) {
  const { t } = useTranslation()
  const isShare = figure === 'removalShare' || figure === 'shrunkShare'
  // Shares are written in per cent, as people say them.
  const scale = isShare ? 100 : 1
  const shown = (of: number) => String(Math.round(of * scale * 100) / 100)
  return (
    <Field label={t(`setUpExport.guards.${figure}`)} {...useIssue(`guards.${figure}`)}>
      <Input
        type="number"
        min={0}
        {...(isShare && { max: 100, contentAfter: '%' })}
        disabled={disabled}
        value={value === undefined ? '' : shown(value)}
        placeholder={shown(defaults[figure])}
        onChange={(_, told) => onChange(told.value === '' ? undefined : Number(told.value) / scale)}
      />
    </Field>
  )
}
