import { Combobox, makeStyles, Option, OptionGroup } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ColumnRef, ValueType } from '../../../../../src/contract/column.ts'
import { columnWords } from '../rule-words.ts'
import { joinColumn, profileTable, splitColumn } from './catalogue.ts'
import { useWorkbench } from './workbench.ts'

const useStyles = makeStyles({
  field: { minWidth: '120px', width: '220px', maxWidth: '100%' },
  input: { minWidth: 0, width: '100%' },
  // As large as what a finger meets.
  expand: { padding: '2px', boxSizing: 'content-box' },
  list: { maxHeight: '320px' },
})

/** The column that a condition is about, found by typing some of its name. */
export function ColumnField({
  column,
  home,
  types,
  tables: only,
  onChange,
}: {
  readonly column: ColumnRef | null
  /** The table whose columns go by their bare names. */
  readonly home: string
  /** Only columns of these types. */
  readonly types?: readonly ValueType[]
  /** Only columns of tables that this holds for. */
  readonly tables?: (name: string) => boolean
  readonly onChange: (column: ColumnRef, type: ValueType) => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { tables } = useWorkbench()
  const [typed, setTyped] = useState<string>()
  const chosen = column === null || column === '' ? '' : columnWords(column)
  const wanted = (typed ?? '').trim().toLowerCase()
  const groups = tables
    .filter(({ name }) => only?.(name) ?? true)
    .map((table) => ({
      table,
      columns: table.columns.filter(
        ({ name, type }) =>
          (types?.includes(type) ?? true) && (name.toLowerCase().includes(wanted) || table.name.includes(wanted)),
      ),
    }))
    .filter(({ columns }) => columns.length > 0)
  const key = column === null || column === '' ? undefined : splitColumn(tables, column, home)
  return (
    <Combobox
      className={styles.field}
      input={{ className: styles.input }}
      expandIcon={{ className: styles.expand }}
      aria-label={t('builder.column')}
      placeholder={t('builder.chooseColumn')}
      value={typed ?? chosen}
      selectedOptions={key ? [`${key.table}\n${key.column}`] : []}
      listbox={{ className: styles.list }}
      onChange={(event) => setTyped(event.target.value)}
      onOpenChange={(_, { open }) => {
        // What was typed and not chosen is forgotten, so that what is shown is what counts.
        if (!open) setTyped(undefined)
      }}
      onOptionSelect={(_, { optionValue }) => {
        const [table = '', name = ''] = (optionValue ?? '').split('\n')
        const found = tables.find((each) => each.name === table)?.columns.find((each) => each.name === name)
        setTyped(undefined)
        if (found) onChange(joinColumn(table, name, home), found.type)
      }}
    >
      {groups.map(({ table, columns }) => (
        <OptionGroup key={table.name} label={table.name === profileTable ? t('builder.customer') : table.name}>
          {columns.map(({ name }) => (
            <Option key={name} value={`${table.name}\n${name}`} text={name}>
              {name}
            </Option>
          ))}
        </OptionGroup>
      ))}
      {groups.length === 0 && (
        <Option disabled value="" text="">
          {t('builder.noColumn')}
        </Option>
      )}
    </Combobox>
  )
}
