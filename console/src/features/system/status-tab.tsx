import { Link as ActLink, Badge, Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { ArrowClockwiseRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Moment } from '../../ui/moment.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { useSay } from '../../ui/said.tsx'
import { Section } from '../../ui/section.tsx'
import { Shown } from '../../ui/shown.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { HistoryPanel } from '../refreshes/history-panel.tsx'
import { type Refresh, type TaskKind, taskKinds, useRefreshAll } from '../refreshes/refreshes.ts'
import { WorkflowPanel } from '../refreshes/workflow-panel.tsx'
import { LastRunsPanel } from '../runs/last-runs-panel.tsx'
import { useGoesWithRefresh } from '../schedules/goes-with-refresh.ts'
import { NextTime } from '../schedules/next-time.tsx'
import { useDisplayNames } from '../status/display-names.ts'
import { type Standing, type Status, statusQuery } from '../status/status.ts'

const useStyles = makeStyles({
  state: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS, alignItems: 'flex-start' },
})

/** Where every process stands, what was refreshed together of late, and refreshing everything now. */
export function StatusTab() {
  const { t } = useTranslation()
  const { refresh, of } = useSearch({ from: '/signed-in/administrator/system/status' })
  const navigate = useNavigate({ from: '/administrator/system/status' })
  const query = useQuery(statusQuery)
  const nameOf = useDisplayNames()
  const open = (search: { readonly refresh?: string; readonly of?: string }) => void navigate({ search })
  const [kind, name] = of?.split(':') ?? []
  const known = taskKinds.find((each) => each === kind)
  return (
    <>
      <Shown query={query}>
        {(status) =>
          status === null ? <Empty title={t('system.nothing')} /> : <Processes status={status} onOpen={open} />
        }
      </Shown>
      {refresh !== undefined && <WorkflowPanel id={refresh} onClose={() => open({})} />}
      {known === 'export' && name && (
        <LastRunsPanel of={name} called={nameOf('export', name)} onClose={() => open({})} />
      )}
      {known && known !== 'export' && name && <HistoryPanel kind={known} name={name} onClose={() => open({})} />}
    </>
  )
}

type Opens = { readonly onOpen: (search: { readonly refresh?: string; readonly of?: string }) => void }

const processes = [
  ['sources', 'source'],
  ['profiles', 'profiles'],
  ['segments', 'segment'],
  ['exports', 'export'],
  ['connections', null],
] as const

function Processes({ status, onOpen }: Opens & { readonly status: Status }) {
  const { t } = useTranslation()
  return (
    <>
      <Refreshes refreshes={status.refreshes} onOpen={onOpen} />
      {processes.map(([process, kind]) => (
        <Section key={process} title={t(`system.status.process.${process}`)}>
          <Standings
            label={t(`system.status.process.${process}`)}
            standings={process === 'profiles' ? [status.profiles] : status[process]}
            kind={kind}
            onOpen={onOpen}
          />
        </Section>
      ))}
    </>
  )
}

function Refreshes({ refreshes, onOpen }: Opens & { readonly refreshes: readonly Refresh[] }) {
  const { t } = useTranslation()
  const { duration } = useFormats()
  const { me } = useRouteContext({ from: '/signed-in' })
  const columns: readonly Column<Refresh>[] = [
    {
      key: 'at',
      header: t('system.status.begunAt'),
      cell: ({ startedAt, createdAt }) => <Moment at={startedAt ?? createdAt} />,
    },
    { key: 'status', header: t('system.status.state'), cell: ({ status }) => <StatusBadge status={status} /> },
    {
      key: 'trigger',
      header: t('system.status.trigger'),
      cell: ({ trigger }) => t(`system.status.triggers.${trigger}`),
    },
    {
      key: 'what',
      header: t('system.status.what'),
      cell: ({ scope }) =>
        scope === null ? t('system.status.everything') : [...scope.sources, ...scope.segments].join(', '),
    },
    {
      key: 'took',
      header: t('system.status.took'),
      cell: ({ startedAt, finishedAt }) =>
        startedAt && finishedAt ? duration((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000) : '—',
    },
    {
      key: 'open',
      header: '',
      width: '190px',
      cell: ({ id }) => (
        <ActLink as="button" onClick={() => onOpen({ refresh: id })}>
          {t('system.status.workflow')}
        </ActLink>
      ),
    },
  ]
  return (
    <Section
      title={t('system.status.refreshes')}
      acts={me.role === 'administrator' && <RefreshAll onBegun={(refresh) => onOpen({ refresh })} />}
    >
      {refreshes.length === 0 ? (
        <Text>{t('system.status.noRefresh')}</Text>
      ) : (
        <DataTable
          label={t('system.status.refreshes')}
          columns={columns}
          rows={refreshes}
          keyOf={({ id }) => id}
          minWidth="820px"
        />
      )}
    </Section>
  )
}

function RefreshAll({ onBegun }: { readonly onBegun: (refresh: string) => void }) {
  const { t } = useTranslation()
  const say = useSay()
  const [asks, setAsks] = useState(false)
  const { mutate, isPending, error } = useRefreshAll()
  const refresh = () =>
    mutate(undefined, {
      onSuccess: ({ id }) => {
        setAsks(false)
        say(t('system.status.begun'))
        onBegun(id)
      },
    })
  return (
    <>
      <Button appearance="primary" icon={<ArrowClockwiseRegular />} onClick={() => setAsks(true)}>
        {t('system.status.refreshAll')}
      </Button>
      <AskFirst
        open={asks}
        title={t('system.status.refreshAll')}
        act={t('system.status.refreshAll')}
        onAct={refresh}
        onClose={() => setAsks(false)}
        busy={isPending}
        error={error}
      >
        <p>{t('system.status.refreshAllText')}</p>
      </AskFirst>
    </>
  )
}

function Standings({
  label,
  standings,
  kind,
  onOpen,
}: Opens & {
  readonly label: string
  readonly standings: readonly Standing[]
  /** What its tasks are; null for what no refresh brings up to date. */
  readonly kind: TaskKind | null
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const goesWithRefresh = useGoesWithRefresh(kind)
  if (standings.length === 0) return <Text>{t('system.status.none')}</Text>
  const columns: readonly Column<Standing>[] = [
    {
      key: 'name',
      header: t('system.status.name'),
      cell: ({ name, displayName }) => {
        const called = kind === 'profiles' ? t('system.status.kinds.profiles') : (displayName ?? name)
        return kind === null ? (
          <ConnectionName name={name} called={called} />
        ) : (
          <ActLink
            as="button"
            aria-label={t(kind === 'export' ? 'run.lastOf' : 'system.status.historyOf', { name: called })}
            onClick={() => onOpen({ of: `${kind}:${name}` })}
          >
            {called}
          </ActLink>
        )
      },
    },
    {
      key: 'status',
      header: t(kind === null ? 'connections.columns.status' : 'system.status.state'),
      cell: ({ status, run, refresh, message }) => (
        <div className={styles.state}>
          {kind === null ? (
            <ConnectionBadge status={status} />
          ) : run !== null ? (
            <PageLink to="/runs/$id" params={{ id: run }}>
              <StatusBadge status={status} />
            </PageLink>
          ) : refresh !== null ? (
            <ActLink as="button" onClick={() => onOpen({ refresh })}>
              <StatusBadge status={status} />
            </ActLink>
          ) : (
            <StatusBadge status={status} />
          )}
          {message !== null && <Text size={200}>{message}</Text>}
        </div>
      ),
    },
    {
      key: 'updated',
      header: t(
        kind === null ? 'system.status.renewed' : kind === 'source' ? 'system.status.checked' : 'system.status.updated',
      ),
      width: '160px',
      cell: ({ updatedAt }) => <Moment at={updatedAt} />,
    },
    ...(kind === null
      ? []
      : ([
          {
            key: 'count',
            header: t(`system.status.counts.${kind}`),
            kind: 'number',
            width: '110px',
            cell: ({ count }) => (count === null ? '—' : number(count)),
          },
          {
            key: 'next',
            header: t('system.status.next'),
            width: '160px',
            cell: ({ name, next }) => <NextTime at={next} withRefresh={goesWithRefresh(name)} />,
          },
        ] as const satisfies readonly Column<Standing>[])),
  ]
  return <DataTable label={label} columns={columns} rows={standings} keyOf={({ name }) => name} />
}

/** Administrators go on to the connection; it is no page of others. */
function ConnectionName({ name, called }: { readonly name: string; readonly called: string }) {
  const { me } = useRouteContext({ from: '/signed-in' })
  if (me.role !== 'administrator') return called
  return (
    <PageLink to="/administrator/connections/$name" params={{ name }}>
      {called}
    </PageLink>
  )
}

const connectionStates = {
  Connected: ['well', 'success'],
  'Not connected': ['connect', 'warning'],
  'Reconnect needed': ['reconnect', 'danger'],
} as const

/** How the server tells that a connection stands, which is no status of a run. */
function ConnectionBadge({ status }: { readonly status: string }) {
  const { t } = useTranslation()
  const known = Object.entries(connectionStates).find(([each]) => each === status)?.[1]
  return (
    <Badge appearance="tint" size="large" color={known?.[1] ?? 'informative'}>
      {known ? t(`connections.states.${known[0]}`) : status}
    </Badge>
  )
}
