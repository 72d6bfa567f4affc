import { Label, makeStyles, Text, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  group: { border: 0, margin: 0, padding: 0, minWidth: 0 },
  legend: { padding: 0, marginBottom: tokens.spacingVerticalXS },
  hint: { color: tokens.colorNeutralForeground3, display: 'block', marginTop: tokens.spacingVerticalXXS },
  wrong: { color: tokens.colorPaletteRedForeground1, display: 'block', marginTop: tokens.spacingVerticalXXS },
})

/** Several controls that are one question, such as the days of the week, with what it asks and what is wrong with the answer. */
export function Group({
  label,
  required = false,
  hint,
  validationMessage,
  children,
}: {
  readonly label: string
  readonly required?: boolean
  readonly hint?: string
  readonly validationMessage?: string | undefined
  readonly children: ReactNode
}) {
  const styles = useStyles()
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>
        <Label required={required}>{label}</Label>
      </legend>
      {children}
      {validationMessage !== undefined && (
        <Text size={200} role="alert" className={styles.wrong}>
          {validationMessage}
        </Text>
      )}
      {hint !== undefined && (
        <Text size={200} className={styles.hint}>
          {hint}
        </Text>
      )}
    </fieldset>
  )
}
