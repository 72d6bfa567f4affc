import { Card, Field, Input, Select, Subtitle2, Text } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import type { Column } from './sources.ts'

/** What has to be said once, with the first source: what this place is called, and where customers' e-mails are. */
export function FirstSource({
  columns,
  environment,
  email,
  onEnvironment,
  onEmail,
}: {
  readonly columns: readonly Column[]
  readonly environment: string
  readonly email: string | undefined
  readonly onEnvironment: (name: string) => void
  readonly onEmail: (column: string) => void
}) {
  const { t } = useTranslation()
  return (
    <Card appearance="outline">
      <Subtitle2 as="h2">{t('sources.new.first')}</Subtitle2>
      <Text>{t('sources.new.firstText')}</Text>
      <Field label={t('sources.new.environment')} required>
        <Input value={environment} maxLength={100} onChange={(_, { value }) => onEnvironment(value)} />
      </Field>
      <Field label={t('sources.new.email')} required>
        <Select value={email ?? ''} onChange={(_, { value }) => onEmail(value)}>
          <option value="" disabled>
            {t('sources.new.keyChoose')}
          </option>
          {columns.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
    </Card>
  )
}
