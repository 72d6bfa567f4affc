import { makeStyles, Text, Title3, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  empty: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalXXXL} ${tokens.spacingHorizontalL}`,
    textAlign: 'center',
    backgroundColor: tokens.colorNeutralBackground1,
    // Seen in high contrast, where grounds are all alike.
    border: `1px solid ${tokens.colorTransparentStroke}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  text: { maxWidth: '56ch', color: tokens.colorNeutralForeground2 },
})

/** Where nothing is yet: what would be here, and how it comes to be. */
export function Empty({
  title,
  children,
  act,
}: {
  readonly title: string
  readonly children?: ReactNode
  readonly act?: ReactNode
}) {
  const styles = useStyles()
  return (
    <div className={styles.empty}>
      <Title3 as="h2">{title}</Title3>
      {children && <Text className={styles.text}>{children}</Text>}
      {act}
    </div>
  )
}
