import { Field, Input, makeStyles, Tag, TagGroup, tokens } from '@fluentui/react-components'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'

const useStyles = makeStyles({
  whole: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  tags: { flexWrap: 'wrap', rowGap: tokens.spacingVerticalXS },
})

const longestTag = 50

/** Tags that are typed one by one, with those that others have as proposals. */
export function TagsField({
  label,
  tags,
  onChange,
  known = [],
}: {
  readonly label: string
  readonly tags: readonly string[]
  readonly onChange: (tags: readonly string[]) => void
  /** Tags that there are elsewhere. */
  readonly known?: readonly string[]
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const proposals = useId()
  const [typed, setTyped] = useState('')
  const add = (text: string) => {
    const tag = text.trim()
    setTyped('')
    if (tag !== '' && !tags.includes(tag)) onChange([...tags, tag])
  }
  return (
    <div className={styles.whole}>
      <Field label={label} hint={t('segments.tag.addHint')}>
        <Input
          value={typed}
          maxLength={longestTag}
          list={proposals}
          onChange={(_, { value }) => setTyped(value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            add(typed)
          }}
          // What is typed and left is meant, too.
          onBlur={() => add(typed)}
        />
      </Field>
      <datalist id={proposals}>
        {known
          .filter((tag) => !tags.includes(tag))
          .map((tag) => (
            <option key={tag} value={tag} />
          ))}
      </datalist>
      {tags.length > 0 && (
        <TagGroup
          className={styles.tags}
          aria-label={label}
          onDismiss={(_, { value }) => onChange(tags.filter((tag) => tag !== value))}
        >
          {tags.map((tag) => (
            <Tag
              key={tag}
              value={tag}
              size="small"
              dismissible
              dismissIcon={{ 'aria-label': t('segments.tag.takeAway', { tag }) }}
            >
              {tag}
            </Tag>
          ))}
        </TagGroup>
      )}
    </div>
  )
}
