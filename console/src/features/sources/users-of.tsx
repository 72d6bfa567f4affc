import { makeStyles } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useSourceWords } from './source-words.ts'
import type { Use } from './sources.ts'

const useStyles = makeStyles({ list: { margin: 0, paddingLeft: '1.2em' } })

/** What uses a table, in words. */
export function UsersOf({ uses }: { readonly uses: readonly Use[] }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { userWords } = useSourceWords()
  if (uses.length === 0) return <span>{t('sources.nobody')}</span>
  return (
    <ul className={styles.list}>
      {uses.map((use) => (
        <li key={`${use.section} ${use.name}`}>{userWords(use)}</li>
      ))}
    </ul>
  )
}
