import {
  Card,
  Link as FluentLink,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Text,
  Title3,
  tokens,
} from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { Link, useRouteContext } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { TrySample } from '../features/sample/try-sample.tsx'
import { type Attention, type Status, statusQuery } from '../features/status/status.ts'
import { Empty } from '../ui/empty.tsx'
import { Failed } from '../ui/failed.tsx'
import { Loading } from '../ui/loading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Page } from '../ui/page.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'

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
  row: { display: 'flex', justifyContent: 'space-between', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  big: {
    fontSize: tokens.fontSizeHero800,
    lineHeight: tokens.lineHeightHero800,
    fontWeight: tokens.fontWeightSemibold,
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
    <Empty title={t('home.nothingYet')} act={me.role === 'administrator' && <TrySample />}>
      {t('home.begin')}
    </Empty>
  )
}

function Standing({ status }: { readonly status: Status }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { attention, lists, exports } = status
  const next = exports.filter((each) => each.next !== null).sort((a, b) => (a.next ?? '').localeCompare(b.next ?? ''))
  return (
    <>
      <section className={styles.section} aria-labelledby="attention">
        <Title3 as="h2" id="attention">
          {t('home.attention')}
        </Title3>
        {attention.length === 0 && <Text>{t('home.allWell')}</Text>}
        <ul className={styles.list}>
          {attention.map((each) => (
            <li key={each.key}>
              <NeedsPerson each={each} />
            </li>
          ))}
        </ul>
      </section>
      <div className={styles.cards}>
        <Card>
          <Title3 as="h2">{t('home.inStep')}</Title3>
          <span className={styles.big}>{t('home.ofLists', { inStep: lists.inStep, of: lists.of })}</span>
          <ul className={styles.list}>
            {exports.map(({ name, displayName, status: last, run, updatedAt }) => (
              <li key={name} className={styles.row}>
                <span>
                  {run === null ? (
                    (displayName ?? name)
                  ) : (
                    <Link to="/runs/$id" params={{ id: run }}>
                      {displayName ?? name}
                    </Link>
                  )}{' '}
                  <Moment at={updatedAt} />
                </span>
                <StatusBadge status={last} />
              </li>
            ))}
          </ul>
        </Card>
        <Card>
          <Title3 as="h2">{t('home.next')}</Title3>
          {next.length === 0 && <Text>{t('home.noNext')}</Text>}
          <ul className={styles.list}>
            {next.slice(0, 8).map(({ name, displayName, next: at }) => (
              <li key={name} className={styles.row}>
                <span>{displayName ?? name}</span>
                <Moment at={at} />
              </li>
            ))}
          </ul>
        </Card>
      </div>
    </>
  )
}

function NeedsPerson({ each: { subject, message, meaning, since, status } }: { readonly each: Attention }) {
  const { t } = useTranslation()
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{subject}</MessageBarTitle>
        {message ?? meaning ?? status} <Moment at={since} />{' '}
        <FluentLink href="/exports" inline>
          {t('nav.exports')}
        </FluentLink>
      </MessageBarBody>
    </MessageBar>
  )
}
