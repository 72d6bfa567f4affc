import { makeStyles, Tag, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  tags: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalXS,
    padding: `${tokens.spacingVerticalXS} 0`,
  },
})

/** The tags of a segment, to be read. */
export function Tags({ tags }: { readonly tags: readonly string[] }) {
  const styles = useStyles()
  return (
    <span className={styles.tags}>
      {tags.map((tag) => (
        <Tag key={tag} size="extra-small" appearance="outline">
          {tag}
        </Tag>
      ))}
    </span>
  )
}
