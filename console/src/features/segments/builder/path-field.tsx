import { Field, Select } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { waysQuery } from './catalogue.ts'
import type { Id } from './draft.ts'
import { useWorkbench } from './workbench.ts'

/** The relationships to walk, where several ways lead to the tables that are named; nothing where there is only one. */
export function PathField({
  of,
  tables,
  path,
}: {
  readonly of: Id
  readonly tables: readonly string[]
  readonly path: readonly string[] | undefined
}) {
  const { t } = useTranslation()
  const { dispatch } = useWorkbench()
  const { data: ways = [] } = useQuery(waysQuery(tables))
  const written = path?.join(' › ')
  const known = ways.map(({ relationships, tables: passed }) => ({
    key: relationships.join(' › '),
    relationships,
    words: `${passed.join(' › ')} (${relationships.join(' › ')})`,
  }))
  if (known.length < 2 && written === undefined) return null
  return (
    <Field
      label={t('builder.path')}
      size="small"
      orientation="horizontal"
      {...(written === undefined && { validationState: 'warning', validationMessage: t('builder.pathHint') })}
    >
      <Select
        size="small"
        value={written ?? ''}
        onChange={(_, { value }) =>
          dispatch({ do: 'set-path', of, path: known.find(({ key }) => key === value)?.relationships })
        }
      >
        <option value="">{t(known.length > 1 ? 'builder.choosePath' : 'builder.pathByItself')}</option>
        {written !== undefined && !known.some(({ key }) => key === written) && (
          <option value={written}>{written}</option>
        )}
        {known.map(({ key, words }) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </Select>
    </Field>
  )
}
