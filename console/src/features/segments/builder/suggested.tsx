import { Combobox, makeStyles, Option, Text, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../../app/formats.ts'
import { valuesQuery } from './catalogue.ts'
import { useSettled } from './use-live-count.ts'

const useStyles = makeStyles({
  field: { minWidth: '120px', width: '200px', maxWidth: '100%' },
  input: { minWidth: 0, width: '100%' },
  // As large as what a finger meets.
  expand: { padding: '2px', boxSizing: 'content-box' },
  list: { maxHeight: '320px' },
  option: { display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalM, width: '100%' },
  rows: { color: tokens.colorNeutralForeground3 },
})

/** A text that is typed freely, with the values of a column that have it in them proposed, the most frequent first. */
export function Suggested({
  label,
  placeholder,
  text,
  table,
  column,
  onText,
  onChosen,
  onEnter,
}: {
  readonly label: string
  readonly placeholder?: string
  readonly text: string
  readonly table: string | undefined
  readonly column: string | undefined
  readonly onText: (text: string) => void
  readonly onChosen: (value: string) => void
  readonly onEnter?: () => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const [open, setOpen] = useState(false)
  const search = useSettled(text, 250)
  const { data } = useQuery({
    ...valuesQuery(table ?? '', column ?? '', search),
    enabled: open && table !== undefined && column !== undefined,
    placeholderData: (before) => before,
    // Proposals are a help; where there are none, typing goes on.
    retry: false,
  })
  const items = data?.items ?? []
  return (
    <Combobox
      className={styles.field}
      input={{ className: styles.input }}
      expandIcon={{ className: styles.expand }}
      freeform
      aria-label={label}
      {...(placeholder !== undefined && { placeholder })}
      value={text}
      selectedOptions={items.some(({ value }) => value === text) ? [text] : []}
      open={open && items.length > 0}
      listbox={{ className: styles.list }}
      onOpenChange={(_, told) => setOpen(told.open)}
      onChange={(event) => {
        setOpen(true)
        onText(event.target.value)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && onEnter && event.currentTarget.getAttribute('aria-activedescendant') === null) {
          event.preventDefault()
          onEnter()
        }
      }}
      onOptionSelect={(_, { optionValue }) => optionValue !== undefined && onChosen(optionValue)}
    >
      {items.map(({ value, rows }) => (
        <Option key={value} value={value} text={value}>
          <span className={styles.option}>
            {value}
            <Text size={200} className={styles.rows}>
              {t('segments.rows', { count: rows, n: number(rows) })}
            </Text>
          </span>
        </Option>
      ))}
    </Combobox>
  )
}
