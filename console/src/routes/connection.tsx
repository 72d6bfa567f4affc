import { Button } from '@fluentui/react-components'
import { CheckmarkCircleRegular, DeleteRegular, EditRegular, PlugConnectedRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { About } from '../features/connections/about.tsx'
import { ChangePanel } from '../features/connections/change-panel.tsx'
import { ConnectPanel } from '../features/connections/connect-panel.tsx'
import { type Connection, connectionQuery, useCheck } from '../features/connections/connections.ts'
import { Departures } from '../features/connections/departures-section.tsx'
import { useReconnect } from '../features/connections/drafts.ts'
import { ExportsOn } from '../features/connections/exports-on.tsx'
import { LastCheck } from '../features/connections/last-check.tsx'
import { Needs } from '../features/connections/needs.tsx'
import { RemovePanel } from '../features/connections/remove-panel.tsx'
import { Sharing } from '../features/connections/sharing.tsx'
import { ConnectionState } from '../features/connections/state.tsx'
import { exportsQuery } from '../features/exports/exports.ts'
import { ForAdministrators } from '../features/session/for-administrators.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { PageLink } from '../ui/page-link.tsx'
import { useSay } from '../ui/said.tsx'
import { SendingFailed } from '../ui/sending-failed.tsx'
import { Shown } from '../ui/shown.tsx'

/** One connection: how it is doing, who may use it, what is on it, who departed. */
export function ConnectionPage() {
  const { t } = useTranslation()
  const { name } = useParams({ from: '/signed-in/administrator/connections/$name' })
  return (
    <ForAdministrators title={t('nav.connections')}>
      <One key={name} name={name} />
    </ForAdministrators>
  )
}

function One({ name }: { readonly name: string }) {
  const query = useQuery(connectionQuery(name))
  return <Shown query={query}>{(connection) => <Told connection={connection} />}</Shown>
}

function Told({ connection }: { readonly connection: Connection }) {
  const { t } = useTranslation()
  const say = useSay()
  const { name, displayName, managedBy, missingPrivileges } = connection
  const search = useSearch({ from: '/signed-in/administrator/connections/$name' })
  const navigate = useNavigate({ from: '/administrator/connections/$name' })
  const show = (shown: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, panel: undefined, draft: undefined, ...shown }) })
  const { data: exports = [] } = useQuery(exportsQuery())
  const names = new Map(exports.map((each) => [each.name, each.displayName]))
  const check = useCheck(name)
  const reconnect = useReconnect()
  const begin = () => reconnect.mutate(name, { onSuccess: ({ id }) => show({ draft: id }) })
  return (
    <Page
      title={displayName}
      acts={
        <>
          <Button
            icon={<CheckmarkCircleRegular />}
            disabledFocusable={check.isPending || connection.status === 'never_connected'}
            onClick={() => check.mutate()}
          >
            {t('connections.act.check')}
          </Button>
          <Button icon={<PlugConnectedRegular />} disabledFocusable={reconnect.isPending} onClick={begin}>
            {t(connection.status === 'never_connected' ? 'connections.act.connect' : 'connections.act.reconnect')}
          </Button>
          <Button icon={<EditRegular />} onClick={() => show({ panel: 'change' })}>
            {t('connections.act.change')}
          </Button>
          <Button icon={<DeleteRegular />} onClick={() => show({ panel: 'remove' })}>
            {t('connections.act.remove')}
          </Button>
        </>
      }
    >
      <div>
        <PageLink to="/administrator/connections">{t('connections.remove.back')}</PageLink>
      </div>
      <div>
        <ConnectionState connection={connection} />
      </div>
      <SendingFailed error={check.error ?? reconnect.error} />
      <Needs connection={connection} onConnect={begin} />
      {managedBy !== null && <Notice>{t('connections.managedBy', { file: managedBy })}</Notice>}
      <LastCheck connection={connection} busy={check.isPending} missing={missingPrivileges} />
      <About connection={connection} />
      <Sharing connection={connection} />
      <ExportsOn connection={connection} nameOf={(each) => names.get(each) ?? each} />
      {connection.account && (
        <Departures
          name={name}
          asked={{ kind: search.kind, email: search.email }}
          onAsk={(asked) => void navigate({ search: (before) => ({ ...before, ...asked }), replace: true })}
        />
      )}
      {search.panel === 'change' && <ChangePanel connection={connection} onClose={() => show({})} />}
      {search.panel === 'remove' && (
        <RemovePanel connection={connection} nameOf={(each) => names.get(each) ?? each} onClose={() => show({})} />
      )}
      {search.draft !== undefined && (
        <ConnectPanel
          draft={search.draft}
          pageOf={(id) => `/administrator/connections/${name}?draft=${id}`}
          onDraft={(id) => show({ draft: id })}
          onClose={() => show({})}
          onSaved={() => {
            say(t('connecting.save.done', { name: displayName }))
            show({})
          }}
        />
      )}
    </Page>
  )
}
