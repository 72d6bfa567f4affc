import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useUnifying } from './unifying.ts'

const useStyles = makeStyles({ wrong: { color: tokens.colorStatusDangerForeground1, display: 'block' } })

/** What the server found wrong with a part of the steps, where that part is. */
export function Mistakes({ path }: { readonly path: string }) {
  const styles = useStyles()
  const { issuesAt } = useUnifying()
  return issuesAt(path).map((message) => (
    <Text key={message} size={200} role="alert" className={styles.wrong}>
      {message}
    </Text>
  ))
}
