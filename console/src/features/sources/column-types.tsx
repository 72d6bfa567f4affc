import { Combobox, makeStyles, Option, Select, Text, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { DataTable, type Column as Shown } from '../../ui/data-table.tsx'
import type { Look } from './look.ts'
import { useSourceWords } from './source-words.ts'
import { type Column, type Declared, declaredTypes } from './sources.ts'

const useStyles = makeStyles({
  cell: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS, minWidth: 0 },
  examples: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  bad: { color: tokens.colorPaletteRedForeground1 },
  narrow: { minWidth: 0, width: '100%' },
})

/** How dates and numbers are mostly written where it is not as the program expects; anything else can be typed. */
const formats: Partial<Record<Declared['type'], readonly { readonly format: string; readonly like: string }[]>> = {
  number: [
    { format: '1.234,56', like: '1.234,56' },
    { format: '1,234.56', like: '1,234.56' },
  ],
  date: [
    { format: '%d/%m/%Y', like: '31/12/2026' },
    { format: '%d-%m-%Y', like: '31-12-2026' },
    { format: '%d.%m.%Y', like: '31.12.2026' },
    { format: '%m/%d/%Y', like: '12/31/2026' },
  ],
  datetime: [
    { format: '%d/%m/%Y %H:%M', like: '31/12/2026 23:59' },
    { format: '%d-%m-%Y %H:%M', like: '31-12-2026 23:59' },
    { format: '%d.%m.%Y %H:%M', like: '31.12.2026 23:59' },
    { format: '%m/%d/%Y %H:%M', like: '12/31/2026 23:59' },
  ],
}

type Types = Readonly<Record<string, Declared>>

/** The columns that were found, what they hold, and which types they are to have; what would not fit is told at once. */
export function ColumnTypes({
  look,
  keyColumn,
  declared,
  onDeclare,
}: {
  readonly look: Look
  readonly keyColumn: string | undefined
  readonly declared: Types
  readonly onDeclare: (declared: Types) => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const { typeWords } = useSourceWords()
  const misfits = new Map(look.misfits.map((each) => [each.column, each]))
  const declare = (name: string, next: Declared | undefined) => {
    const { [name]: _, ...others } = declared
    onDeclare(next ? { ...others, [name]: next } : others)
  }
  const formatsOf = (column: string) => {
    const type = column === keyColumn ? undefined : declared[column]?.type
    return type && formats[type]
  }
  const columns: Shown<Column>[] = [
    { key: 'name', header: t('sources.profile.column'), width: '22%', cell: ({ name }) => <Text>{name}</Text> },
    {
      key: 'type',
      header: t('sources.profile.type'),
      width: '280px',
      long: true,
      cell: (column) =>
        column.name === keyColumn ? (
          // Keys are compared as texts, whatever they look like.
          <Text>{t('sources.declared.text')}</Text>
        ) : (
          <Select
            className={styles.narrow}
            aria-label={t('sources.typeOf', { column: column.name })}
            value={declared[column.name]?.type ?? ''}
            onChange={(_, { value }) => {
              const type = declaredTypes.find((each) => each === value)
              declare(column.name, type && { type })
            }}
          >
            <option value="">
              {column.name in declared
                ? t('sources.declared.asFound')
                : t('sources.declared.found', { type: typeWords(column) })}
            </option>
            {declaredTypes.map((type) => (
              <option key={type} value={type}>
                {t(`sources.declared.${type}`)}
              </option>
            ))}
          </Select>
        ),
    },
    ...(look.columns.some(({ name }) => formatsOf(name))
      ? [
          {
            key: 'format',
            header: t('sources.format'),
            width: '150px',
            cell: ({ name }: Column) => {
              const chosen = declared[name]
              const known = formatsOf(name)
              return chosen && known ? (
                <Combobox
                  className={styles.narrow}
                  freeform
                  clearable
                  aria-label={t('sources.formatOf', { column: name })}
                  placeholder={t('sources.formatNone')}
                  defaultValue={chosen.format ?? ''}
                  key={chosen.type}
                  onOptionSelect={(_, { optionValue }) => declare(name, withFormat(chosen, optionValue ?? ''))}
                  onBlur={({ target }) => declare(name, withFormat(chosen, target.value))}
                >
                  {known.map(({ format, like }) => (
                    <Option key={format} value={format} text={format}>
                      {like}
                    </Option>
                  ))}
                </Combobox>
              ) : null
            },
          },
        ]
      : []),
    {
      key: 'examples',
      header: t('sources.new.examples'),
      cell: ({ name }) => {
        const misfit = misfits.get(name)
        return (
          <div className={styles.cell}>
            <Text size={200} className={styles.examples}>
              {examplesOf(look, name)}
            </Text>
            {misfit && (
              <Text size={200} className={styles.bad}>
                {t('sources.new.misfit', {
                  count: misfit.rows,
                  rows: number(misfit.rows),
                  examples: misfit.examples.join(', '),
                })}
              </Text>
            )}
          </div>
        )
      },
    },
  ]
  return (
    <DataTable
      label={t('sources.new.types')}
      columns={columns}
      rows={look.columns}
      keyOf={({ name }) => name}
      minWidth="760px"
    />
  )
}

function withFormat({ type }: Declared, format: string): Declared {
  return format.trim() === '' ? { type } : { type, format: format.trim() }
}

function examplesOf({ sample }: Look, name: string): string {
  const values = sample.map((row) => row[name]).filter((value) => value !== null && value !== undefined)
  return [...new Set(values.map(String))].slice(0, 3).join(' · ')
}
