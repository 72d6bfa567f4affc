import { Button, makeStyles, SearchBox, Text } from '@fluentui/react-components'
import { PeopleEditRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FoundPeople } from '../features/profiles/found-people.tsx'
import { searchQuery } from '../features/profiles/profiles.ts'
import { SetUpProfiles } from '../features/profiles/set-up-profiles.tsx'
import { Empty } from '../ui/empty.tsx'
import { Page } from '../ui/page.tsx'
import { Shown } from '../ui/shown.tsx'

const useStyles = makeStyles({
  search: { width: '100%', maxWidth: '560px' },
})

/** Typing is waited for so long before everybody is searched. */
const pause = 300

/** Everybody, to be searched. The words stand after the address's #, which no server sees: they may be somebody's e-mail. */
export function ProfilesPage() {
  const styles = useStyles()
  const { t } = useTranslation()
  const { setUp } = useSearch({ from: '/signed-in/data/profiles' })
  const navigate = useNavigate({ from: '/data/profiles' })
  const { me } = useRouteContext({ from: '/signed-in' })
  const words = useLocation({ select: ({ hash }) => hash })
  const [typed, setTyped] = useState(words)
  useEffect(() => setTyped(words), [words])
  useEffect(() => {
    if (typed === words) return undefined
    const later = setTimeout(
      () => void navigate({ search: true, hash: typed, replace: true, hashScrollIntoView: false }),
      pause,
    )
    return () => clearTimeout(later)
  }, [typed, words, navigate])
  const found = useQuery({ ...searchQuery(words, 0), placeholderData: (before) => before })
  const open = (is: true | undefined) => void navigate({ search: { setUp: is }, hash: true })
  const act = me.role !== 'viewer' && (
    <Button icon={<PeopleEditRegular />} onClick={() => open(true)}>
      {t('profiles.setUp')}
    </Button>
  )
  return (
    <Page title={t('nav.profiles')} acts={act}>
      <SearchBox
        className={styles.search}
        aria-label={t('profiles.search')}
        placeholder={t('profiles.search')}
        value={typed}
        onChange={(_, { value }) => setTyped(value)}
      />
      {me.role === 'viewer' && <Text size={200}>{t('profiles.masked')}</Text>}
      <Shown query={found}>
        {(first) => {
          if (!first.refreshed) return <Empty title={t('profiles.none')}>{t('profiles.noneText')}</Empty>
          if (first.total === 0) return <Empty title={t(first.text === '' ? 'profiles.none' : 'profiles.noneFound')} />
          return <FoundPeople key={first.text} first={first} />
        }}
      </Shown>
      {setUp && me.role !== 'viewer' && <SetUpProfiles onClose={() => open(undefined)} />}
    </Page>
  )
}
