import { Button, Text } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { columnsIn } from '../../../../src/contract/column-list.ts'
import { Section } from '../../ui/section.tsx'
import { Shown } from '../../ui/shown.tsx'
import { columnName } from './column-name.ts'
import { suppressionQuery } from './suppression.ts'

/** Who is held back from every export; nothing before the environment has been configured. */
export function SuppressionSection({ onChange }: { readonly onChange: () => void }) {
  const { t } = useTranslation()
  const query = useQuery(suppressionQuery)
  if (query.data === null) return null
  return (
    <Section title={t('suppression.title')} acts={<Button onClick={onChange}>{t('suppression.change')}</Button>}>
      <Shown query={query}>
        {(found) => {
          const columns = columnsIn(found?.value.suppress).map(columnName)
          return (
            <>
              <Text>{t('suppression.text')}</Text>
              <Text weight="semibold">{columns.length === 0 ? t('suppression.none') : columns.join(', ')}</Text>
            </>
          )
        }}
      </Shown>
    </Section>
  )
}
