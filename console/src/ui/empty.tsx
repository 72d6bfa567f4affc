import { makeStyles, Subtitle1, Text, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  empty: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalXXXL} ${tokens.spacingHorizontalL}`,
    backgroundColor: tokens.colorNeutralBackground1,
    // Seen in high contrast, where grounds are all alike.
    border: `1px solid ${tokens.colorTransparentStroke}`,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow4,
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
      <Subtitle1 as="h2" align="center">
        {title}
      </Subtitle1>
      {children && (
        <Text align="center" className={styles.text}>
          {children}
        </Text>
      )}
      {act}
    </div>
  )
}
