import { makeStyles, Select, Tag, TagGroup, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ColumnRef } from '../../../../src/contract/column.ts'
import { Group } from '../../ui/group.tsx'
import { tablesQuery } from '../tables/tables.ts'
import { columnName, refOf } from './column-name.ts'

const useStyles = makeStyles({
  whole: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  chosen: { flexWrap: 'wrap', rowGap: tokens.spacingVerticalXS },
})

/** Columns of sources in which addresses stand: those that are chosen, each to be taken out again, and one more to add. */
export function AddressColumns({
  label,
  hint,
  columns,
  onChange,
  disabled = false,
  validationMessage,
}: {
  readonly label: string
  readonly hint: string
  readonly columns: readonly ColumnRef[]
  readonly onChange: (columns: readonly ColumnRef[]) => void
  readonly disabled?: boolean
  readonly validationMessage?: string | undefined
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { data: tables = [] } = useQuery({ ...tablesQuery, enabled: !disabled })
  const chosen = columns.map(columnName)
  // The customers' own columns hold nobody back: everybody's address stands there.
  const others = tables.flatMap(({ name: table, kind, columns: all }) => {
    const texts = all.filter(({ type }) => type === 'string').map(({ name }) => refOf(table, name))
    const free = texts.filter((ref) => !chosen.includes(columnName(ref)))
    return kind === 'source' && free.length > 0 ? [{ table, free }] : []
  })
  const choices = others.flatMap(({ free }) => free)
  return (
    <Group label={label} hint={hint} validationMessage={validationMessage}>
      <div className={styles.whole}>
        {chosen.length > 0 && (
          <TagGroup
            className={styles.chosen}
            aria-label={label}
            disabled={disabled}
            onDismiss={(_, { value }) => onChange(columns.filter((ref) => columnName(ref) !== value))}
          >
            {chosen.map((name) => (
              <Tag
                key={name}
                value={name}
                dismissible={!disabled}
                dismissIcon={{ 'aria-label': t('suppression.takeOut', { column: name }) }}
              >
                {name}
              </Tag>
            ))}
          </TagGroup>
        )}
        {!disabled && (
          <Select
            aria-label={t('suppression.add')}
            value=""
            onChange={(_, { value }) => {
              const ref = choices.find((each) => columnName(each) === value)
              if (ref !== undefined) onChange([...columns, ref])
            }}
          >
            <option value="">{t('suppression.add')}</option>
            {others.map(({ table, free }) => (
              <optgroup key={table} label={table}>
                {free.map(columnName).map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </optgroup>
            ))}
          </Select>
        )}
      </div>
    </Group>
  )
}
