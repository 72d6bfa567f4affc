import { Button, Input } from '@fluentui/react-components'
import { CalendarRegular, ClockRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'

/** A day, or a moment of the environment's zone; what is neither (a reference to a variable, an offset) is typed as text. */
export function DateField({
  label,
  value,
  kind,
  onChange,
}: {
  readonly label: string
  readonly value: unknown
  /** How the column's dates are stored; only those with a time are compared with one. */
  readonly kind?: 'day' | 'local' | 'instant'
  readonly onChange: (value: string) => void
}) {
  const { t } = useTranslation()
  const text = value === null || value === undefined ? '' : String(value)
  const type = text === '' || /^\d{4}-\d\d-\d\d$/.test(text) ? 'date' : isLocal(text) ? 'datetime-local' : 'text'
  const hasTime = type === 'datetime-local'
  return (
    <Input
      aria-label={label}
      type={type}
      {...(hasTime && { step: 1 })}
      value={text}
      onChange={(_, { value: next }) => onChange(next)}
      {...(kind !== 'day' &&
        type !== 'text' &&
        text !== '' && {
          contentAfter: (
            <Button
              appearance="transparent"
              size="small"
              icon={hasTime ? <CalendarRegular /> : <ClockRegular />}
              aria-label={t(hasTime ? 'builder.withoutTime' : 'builder.withTime')}
              title={t(hasTime ? 'builder.withoutTime' : 'builder.withTime')}
              onClick={() => onChange(hasTime ? text.slice(0, 10) : `${text}T00:00`)}
            />
          ),
        })}
    />
  )
}

function isLocal(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text)
}
