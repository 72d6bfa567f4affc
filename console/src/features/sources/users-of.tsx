import { makeStyles, tokens } from '@fluentui/react-components'
import { useRouteContext } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { PageLink } from '../../ui/page-link.tsx'
import { useDisplayNames } from '../status/display-names.ts'
import type { Use } from './sources.ts'

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
  },
})

/** What uses a table, in words, with the way to it where there is one. */
export function UsersOf({ uses }: { readonly uses: readonly Use[] }) {
  const styles = useStyles()
  const { t } = useTranslation()
  if (uses.length === 0) return <span>{t('sources.nobody')}</span>
  return (
    <ul className={styles.list}>
      {uses.map((use) => (
        <li key={`${use.section} ${use.name}`}>
          <User use={use} />
        </li>
      ))}
    </ul>
  )
}

function User({ use: { section, name } }: { readonly use: Use }) {
  const { t } = useTranslation()
  const displayName = useDisplayNames()
  const { me } = useRouteContext({ from: '/signed-in' })
  switch (section) {
    case 'segments':
      return (
        <PageLink to="/segments/$name" params={{ name }}>
          {t('uses.segments', { name: displayName('segment', name) })}
        </PageLink>
      )
    case 'exports':
      return (
        <PageLink to="/exports/$name" params={{ name }}>
          {t('uses.exports', { name: displayName('export', name) })}
        </PageLink>
      )
    case 'connections': {
      const words = t('uses.connections', { name: displayName('connection', name) })
      // No page of others.
      return me.role === 'administrator' ? (
        <PageLink to="/administrator/connections/$name" params={{ name }}>
          {words}
        </PageLink>
      ) : (
        words
      )
    }
    case 'relationships':
      return (
        <PageLink to="/data/tables" search={{ tab: 'relationships' }}>
          {t('uses.relationships', { name })}
        </PageLink>
      )
    case 'profiles':
      return <PageLink to="/data/profiles">{t('uses.profiles')}</PageLink>
    default:
      return <>{t(`uses.${section}`, { name })}</>
  }
}
