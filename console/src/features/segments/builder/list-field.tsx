import { makeStyles, Tag, TagGroup, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readNumber } from './read-number.ts'
import { Suggested } from './suggested.tsx'
import type { ValueOf } from './value-field.tsx'

const useStyles = makeStyles({
  whole: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalXS, minWidth: 0 },
  tags: { flexWrap: 'wrap', rowGap: tokens.spacingVerticalXXS },
})

/** Several values, typed or chosen one by one. Values that are pasted with line breaks between them become one each. */
export function ListField({
  values,
  of,
  onChange,
}: {
  readonly values: readonly unknown[]
  readonly of: ValueOf
  readonly onChange: (values: readonly unknown[]) => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const add = (text: string) => {
    setTyped('')
    const added = text
      .split(/\r?\n|\t/)
      .map((each) => each.trim())
      .filter((each) => each !== '')
      .map((each) => (of.type === 'number' ? readNumber(each) : each))
    const fresh = added.filter((each, at) => !values.includes(each) && added.indexOf(each) === at)
    if (fresh.length > 0) onChange([...values, ...fresh])
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is pasted or left in the field within is taken
    <span
      className={styles.whole}
      // What is typed and left is meant, too.
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && add(typed)}
      onPaste={(event) => {
        const text = event.clipboardData.getData('text')
        if (!/[\n\t]/.test(text)) return
        event.preventDefault()
        add(text)
      }}
    >
      {values.length > 0 && (
        <TagGroup
          className={styles.tags}
          aria-label={t('builder.value')}
          onDismiss={(_, { value }) => onChange(values.filter((_each, at) => String(at) !== value))}
        >
          {values.map((value, at) => (
            <Tag
              key={String(value)}
              value={String(at)}
              size="small"
              dismissible
              dismissIcon={{ 'aria-label': t('builder.takeValue', { value: String(value) }) }}
            >
              {String(value)}
            </Tag>
          ))}
        </TagGroup>
      )}
      <Suggested
        label={t('builder.value')}
        placeholder={t('builder.addValue')}
        text={typed}
        table={of.table}
        column={of.column}
        onText={setTyped}
        onChosen={add}
        onEnter={() => add(typed)}
      />
    </span>
  )
}
