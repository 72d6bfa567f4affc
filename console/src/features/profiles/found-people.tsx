import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { Failed } from '../../ui/failed.tsx'
import { usePagesInSight } from '../../ui/use-pages-in-sight.ts'
import { ProfileTable } from './profile-table.tsx'
import { type FoundPage, pageSize, searchQuery } from './profiles.ts'

const useStyles = makeStyles({
  found: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

/** So many can be scrolled through: browsers draw nothing higher than some 17 million pixels. */
const scrolledAtMost = 300_000

/** How many were found, and all of them to be scrolled through; `first` is their first page. */
export function FoundPeople({ first }: { readonly first: FoundPage }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const { text, total } = first
  const { rows, onSight, error, again } = usePagesInSight({
    length: Math.min(total, scrolledAtMost),
    size: pageSize,
    queryOf: (page) => searchQuery(text, page),
  })
  return (
    <div className={styles.found}>
      <Text role="status">
        {t('profiles.found', { count: total, total: number(total) })}{' '}
        {total > rows.length && t('profiles.firstOnly', { shown: number(rows.length) })}
      </Text>
      {error && <Failed error={error} reset={again} />}
      <ProfileTable first={first} people={rows} onSight={onSight} />
    </div>
  )
}
