import { Button } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AskFirst } from '../../ui/ask-first.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Section } from '../../ui/section.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { Shown } from '../../ui/shown.tsx'
import { browserName } from './browser-name.ts'
import { useSessionChange } from './me.ts'
import { type Session, sessionsQuery, signOutEverywhere, useEndSession } from './sessions.ts'

/** Where somebody is signed in, and signing out of one browser or of all. */
export function SessionsSection() {
  const { t } = useTranslation()
  const query = useQuery(sessionsQuery)
  const end = useEndSession()
  const navigate = useNavigate()
  const everywhere = useSessionChange(signOutEverywhere)
  const [asks, setAsks] = useState(false)
  const columns: readonly Column<Session>[] = [
    {
      key: 'where',
      header: t('mine.sessions.where'),
      cell: (session) =>
        [browserName(session.agent), session.address, session.current && t('mine.sessions.this')]
          .filter(Boolean)
          .join(' · '),
    },
    {
      key: 'since',
      header: t('mine.sessions.since'),
      width: '170px',
      cell: ({ createdAt }) => <Moment at={createdAt} />,
    },
    { key: 'seen', header: t('mine.sessions.seen'), width: '170px', cell: ({ seenAt }) => <Moment at={seenAt} /> },
    {
      key: 'act',
      header: '',
      width: '120px',
      cell: (session) =>
        session.current ? null : (
          <Button
            size="small"
            disabledFocusable={end.isPending}
            aria-label={t('mine.sessions.endNamed', {
              browser: browserName(session.agent) ?? t('mine.sessions.aBrowser'),
            })}
            onClick={() => end.mutate(session.id)}
          >
            {t('mine.sessions.end')}
          </Button>
        ),
    },
  ]
  return (
    <Section
      title={t('mine.sessions.title')}
      acts={<Button onClick={() => setAsks(true)}>{t('mine.sessions.everywhere')}</Button>}
    >
      <SendingFailed error={end.error} />
      <Shown query={query}>
        {(sessions) => (
          <DataTable
            label={t('mine.sessions.title')}
            columns={columns}
            rows={sessions}
            keyOf={({ id }) => id}
            minWidth="640px"
          />
        )}
      </Shown>
      <AskFirst
        open={asks}
        onClose={() => setAsks(false)}
        title={t('mine.sessions.everywhere')}
        act={t('mine.sessions.everywhere')}
        busy={everywhere.isPending}
        error={everywhere.error}
        onAct={() => everywhere.mutate(undefined, { onSuccess: () => void navigate({ to: '/sign-in' }) })}
      >
        <p>{t('mine.sessions.everywhereText')}</p>
      </AskFirst>
    </Section>
  )
}
