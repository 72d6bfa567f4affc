import { Button, Field, Select } from '@fluentui/react-components'
import { AddRegular, DismissRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import type { FieldOrigin } from '../../../../../src/contract/unification.ts'
import { columnsOf, isJoined, setOrigin } from './draft.ts'
import { replaced, without } from './lists.ts'
import { useStepStyles } from './step-styles.ts'
import { useUnifying } from './unifying.ts'

/** The column of one table that holds a field; or several, of which the first with a value counts, or that are put together. */
export function OriginField({ at, source }: { readonly at: number; readonly source: string }) {
  const styles = useStepStyles()
  const { t } = useTranslation()
  const { draft, change, sources } = useUnifying()
  const origin = draft.fields[at]?.from[source]
  const columns = columnsOf(origin)
  const joins = isJoined(origin)
  const known = sources.find(({ name }) => name === source)?.columns ?? []
  const set = (next: readonly string[], join = joins) =>
    change((before) => setOrigin(before, at, source, originOf(next, join)))
  const free = known.find((column) => !columns.includes(column))
  return (
    <div className={styles.list}>
      {(columns.length === 0 ? [''] : columns).map((column, index) => (
        <div key={column} className={styles.line}>
          <Field
            label={t(index === 0 ? 'unifying.map.columnIn' : 'unifying.map.nextColumn', { table: source })}
            style={{ flex: '1 1 120px' }}
          >
            <Select
              value={column}
              onChange={(_, { value }) =>
                set(
                  value === ''
                    ? without(columns, index)
                    : columns.length === 0
                      ? [value]
                      : replaced(columns, index, () => value),
                )
              }
            >
              {columns.length < 2 && <option value="">{t('unifying.map.noColumn')}</option>}
              {column !== '' && !known.includes(column) && <option>{column}</option>}
              {known
                .filter((each) => each === column || !columns.includes(each))
                .map((each) => (
                  <option key={each}>{each}</option>
                ))}
            </Select>
          </Field>
          {columns.length > 1 && (
            <Button
              appearance="subtle"
              icon={<DismissRegular />}
              aria-label={t('unifying.map.takeColumn', { column })}
              onClick={() => set(without(columns, index))}
            />
          )}
        </div>
      ))}
      {columns.length > 1 && (
        <Field label={t('unifying.map.how', { table: source })}>
          <Select value={joins ? 'join' : 'first'} onChange={(_, { value }) => set(columns, value === 'join')}>
            <option value="first">{t('unifying.map.hows.first')}</option>
            <option value="join">{t('unifying.map.hows.join')}</option>
          </Select>
        </Field>
      )}
      {columns.length > 0 && free !== undefined && (
        <Button
          className={styles.start}
          size="small"
          appearance="subtle"
          icon={<AddRegular />}
          onClick={() => set([...columns, free])}
        >
          {t('unifying.map.moreColumns', { table: source })}
        </Button>
      )}
    </div>
  )
}

function originOf(columns: readonly string[], join: boolean): FieldOrigin | undefined {
  const [first] = columns
  if (first === undefined) return undefined
  if (join) return columns.length > 1 ? { join: columns } : first
  return columns.length > 1 ? columns : first
}
