import { MessageBar, MessageBarBody, MessageBarTitle, makeStyles, Tab, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useRouteContext, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ColumnProfiles } from '../features/sources/column-profiles.tsx'
import { CorruptRows } from '../features/sources/corrupt-rows.tsx'
import { EditSource } from '../features/sources/edit-source.tsx'
import { SourceActs } from '../features/sources/source-acts.tsx'
import { SourceFacts } from '../features/sources/source-facts.tsx'
import { SourceRefreshes } from '../features/sources/source-refreshes.tsx'
import { useSourceWords } from '../features/sources/source-words.ts'
import { type Source, sourceQuery } from '../features/sources/sources.ts'
import { statusQuery } from '../features/status/status.ts'
import { Page } from '../ui/page.tsx'
import { SendingFailed } from '../ui/sending-failed.tsx'
import { Shown } from '../ui/shown.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'
import { TabRow } from '../ui/tab-row.tsx'

export const sourceTabs = ['columns', 'corrupt', 'refreshes'] as const

const useStyles = makeStyles({
  standing: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
})

/** One data source: where it stands, what is in it, and what can be done with it. */
export function SourcePage() {
  const { t } = useTranslation()
  const { name } = useParams({ from: '/signed-in/data/sources/$name' })
  const source = useQuery(sourceQuery(name))
  return (
    <Shown query={source}>
      {({ value, version }) => (
        <OneSource key={name} source={value} version={version} title={t('sources.one', { name })} />
      )}
    </Shown>
  )
}

function OneSource({
  source,
  version,
  title,
}: {
  readonly source: Source
  readonly version: string | null
  readonly title: string
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { noticeWords, errorWords } = useSourceWords()
  const { tab = 'columns', reason, edit } = useSearch({ from: '/signed-in/data/sources/$name' })
  const navigate = useNavigate({ from: '/data/sources/$name' })
  const { me } = useRouteContext({ from: '/signed-in' })
  const { data: status } = useQuery(statusQuery)
  const [failed, setFailed] = useState<Error | null>(null)
  const standing = status?.sources.find(({ name }) => name === source.name)
  const { state } = source
  const mayChange = me.role !== 'viewer'
  const setEdit = (open: true | undefined) => void navigate({ search: (before) => ({ ...before, edit: open }) })
  return (
    <Page
      title={title}
      acts={
        mayChange && (
          <SourceActs
            source={source}
            version={version}
            standing={standing}
            onEdit={() => setEdit(true)}
            onRemoved={() => void navigate({ to: '/data/sources' })}
            onFailed={setFailed}
          />
        )
      }
    >
      <div className={styles.standing} role="status">
        <StatusBadge status={standing?.status ?? state.status} />
      </div>
      <SendingFailed error={failed} />
      {source.managedBy !== null && mayChange && (
        <MessageBar layout="multiline">
          <MessageBarBody>{t('sources.managed', { file: source.managedBy })}</MessageBarBody>
        </MessageBar>
      )}
      {state.error && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{t('sources.failedTitle')}</MessageBarTitle>
            {errorWords(state.error, source.definition.maxCorrupt)} {state.rows !== null && t('sources.failedKept')}
          </MessageBarBody>
        </MessageBar>
      )}
      {state.notices.map((notice) => (
        <MessageBar key={`${notice.code} ${notice.column ?? ''}`} layout="multiline">
          <MessageBarBody>{noticeWords(notice)}</MessageBarBody>
        </MessageBar>
      ))}
      <SourceFacts source={source} next={standing?.next ?? null} />
      <TabRow
        selectedValue={tab}
        onTabSelect={(_, { value }) =>
          void navigate({ search: { tab: sourceTabs.find((each) => each === value) }, replace: true })
        }
      >
        {sourceTabs.map((each) => (
          <Tab key={each} value={each}>
            {t(`sources.tabs.${each}`)}
          </Tab>
        ))}
      </TabRow>
      {tab === 'columns' && <ColumnProfiles name={source.name} refreshedAt={state.refreshedAt} />}
      {tab === 'corrupt' && (
        <CorruptRows
          source={source}
          reason={reason}
          onReason={(next) => void navigate({ search: (before) => ({ ...before, reason: next }), replace: true })}
        />
      )}
      {tab === 'refreshes' && <SourceRefreshes name={source.name} />}
      {edit && mayChange && <EditSource source={source} version={version} onClose={() => setEdit(undefined)} />}
    </Page>
  )
}
