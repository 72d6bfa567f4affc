import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { TrySample } from '../features/sample/try-sample.tsx'
import { Customers } from '../features/status/customers.tsx'
import { ComesNext, ListsInStep } from '../features/status/lists-in-step.tsx'
import { NeedsPerson } from '../features/status/needs-person.tsx'
import { RequestsLeft } from '../features/status/requests-left.tsx'
import { type Status, statusQuery } from '../features/status/status.ts'
import { Empty } from '../ui/empty.tsx'
import { Failed } from '../ui/failed.tsx'
import { LinkButton } from '../ui/link-button.tsx'
import { Loading } from '../ui/loading.tsx'
import { Page } from '../ui/page.tsx'
import { Section } from '../ui/section.tsx'

const useStyles = makeStyles({
  cards: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 320px), 1fr))',
    gap: tokens.spacingHorizontalL,
  },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
  },
})

/** What needs a person, whether the lists are in step, and what comes next. */
export function HomePage() {
  const { t } = useTranslation()
  const { data: status, error, refetch, isPending } = useQuery(statusQuery)
  return (
    <Page title={t('nav.home')}>
      {error && <Failed error={error} reset={() => void refetch()} />}
      {isPending && <Loading />}
      {status === null && <NothingYet />}
      {status && <Standing status={status} />}
    </Page>
  )
}

function NothingYet() {
  const { t } = useTranslation()
  const { me } = useRouteContext({ from: '/signed-in' })
  return (
    <Empty
      title={t('home.nothingYet')}
      act={
        me.role === 'administrator' && (
          <>
            <TrySample />
            <LinkButton to="/data/sources" search={{ add: 'file' }} icon={<AddRegular />}>
              {t('home.firstSource')}
            </LinkButton>
          </>
        )
      }
    >
      {t(me.role === 'administrator' ? 'home.begin' : 'home.beginsAdministrator')}
    </Empty>
  )
}

function Standing({ status }: { readonly status: Status }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { me } = useRouteContext({ from: '/signed-in' })
  const { attention, profiles } = status
  return (
    <>
      <Section title={t('home.attention')}>
        {attention.length === 0 ? (
          <Text>{t('home.allWell')}</Text>
        ) : (
          <ul className={styles.list}>
            {attention.map((each) => (
              <li key={each.key}>
                <NeedsPerson each={each} status={status} />
              </li>
            ))}
          </ul>
        )}
      </Section>
      <div className={styles.cards}>
        <ListsInStep status={status} />
        <ComesNext status={status} />
        {me.role !== 'viewer' && <RequestsLeft />}
      </div>
      <Customers profiles={profiles} />
    </>
  )
}
