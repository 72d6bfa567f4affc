import { Combobox, makeStyles, Option, Text, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../../app/formats.ts'
import { useSettled } from '../../../ui/use-settled.ts'
import { valuesQuery } from './catalogue.ts'

const useStyles = makeStyles({
  field: { minWidth: '120px', width: '200px', maxWidth: '100%' },
  input: { minWidth: 0, width: '100%' },
  // As large as what a finger meets.
  expand: { padding: '2px', boxSizing: 'content-box' },
  list: { maxHeight: '320px' },
  option: { display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalM, width: '100%' },
  rows: { color: tokens.colorNeutralForeground3 },
})

const arrows = ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End']

/**
 * A text that is typed freely, with the values of a column that have it in them proposed, the most frequent first. What is typed is
 * meant: a proposal is taken by going to it with the arrows, or by being the same but for its case.
 */
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
  // Fluent takes what begins like the text with Enter and Tab, and of "Ann" would make "Anna".
  const isAtProposal = useRef(false)
  const onKeyDownCapture = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== 'Tab') {
      isAtProposal.current = arrows.includes(event.key)
      return
    }
    if (isAtProposal.current) return
    event.stopPropagation()
    if (event.key === 'Enter') event.preventDefault()
    setOpen(false)
    const same = items.find(({ value }) => value.toLowerCase() === text.toLowerCase())
    if (same) onChosen(same.value)
    else if (event.key === 'Enter') onEnter?.()
  }
  return (
    <Combobox
      className={styles.field}
      input={{ className: styles.input }}
      expandIcon={{ className: styles.expand }}
      freeform
      root={{ onKeyDownCapture }}
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
