import { Button, Tooltip } from '@fluentui/react-components'
import { AddRegular, HistoryRegular, PlayRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { Outlet, useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ChosenExports } from '../features/exports/chosen-exports.tsx'
import { Detaching } from '../features/exports/detaching.tsx'
import { useRunAll, useStartRuns } from '../features/exports/export-acts.ts'
import { ExportFilters } from '../features/exports/export-filters.tsx'
import type { MenuAct } from '../features/exports/export-menu.tsx'
import { ExportTable } from '../features/exports/export-table.tsx'
import { exportsQuery, isSort, type SegmentExport } from '../features/exports/exports.ts'
import { Removal } from '../features/exports/removal.tsx'
import { SchedulePanel } from '../features/exports/schedule-panel.tsx'
import { Empty } from '../ui/empty.tsx'
import { LinkButton } from '../ui/link-button.tsx'
import { Page } from '../ui/page.tsx'
import { useSay } from '../ui/said.tsx'
import { SendingFailed } from '../ui/sending-failed.tsx'
import { Shown } from '../ui/shown.tsx'

type Asking = { readonly act: 'detach' | 'remove'; readonly of: readonly SegmentExport[] }

/** Every export: where it delivers to, how it stands, when it comes next, and what can be done with one or several. */
export function ExportsPage() {
  const { t } = useTranslation()
  const say = useSay()
  const { schedule, sort = 'displayName', ...filters } = useSearch({ from: '/signed-in/exports' })
  const navigate = useNavigate({ from: '/exports' })
  const { me } = useRouteContext({ from: '/signed-in' })
  const query = useQuery(exportsQuery({ ...filters, sort }))
  const { data: all = [] } = useQuery(exportsQuery())
  const [names, choose] = useState<ReadonlySet<string>>(new Set())
  const [asking, ask] = useState<Asking>()
  const runAll = useRunAll()
  const start = useStartRuns()
  const mayEdit = me.role !== 'viewer'
  const scheduled = all.filter(({ name }) => schedule?.includes(name))
  const queued = (count: number) => say(t('exports.running', { count }))
  const act = (what: MenuAct, of: readonly SegmentExport[]) => {
    if (what === 'run') start.mutate(of, { onSuccess: (runs) => queued(runs.length) })
    else if (what === 'schedule')
      void navigate({ search: (before) => ({ ...before, schedule: of.map(({ name }) => name) }) })
    else ask({ act: what, of })
  }
  const unschedule = () => void navigate({ search: ({ schedule: _, ...rest }) => rest })
  return (
    <Page
      title={t('nav.exports')}
      acts={
        <>
          <LinkButton to="/runs" icon={<HistoryRegular />}>
            {t('exports.runs')}
          </LinkButton>
          {mayEdit && (
            <>
              <Tooltip content={t('exports.runAllText')} relationship="description">
                <Button
                  icon={<PlayRegular />}
                  onClick={() => runAll.mutate(undefined, { onSuccess: ({ items }) => queued(items.length) })}
                  disabledFocusable={runAll.isPending}
                >
                  {t('exports.runAll')}
                </Button>
              </Tooltip>
              <AddExport />
            </>
          )}
        </>
      }
    >
      <ExportFilters
        asked={filters}
        onAsk={(asked) => void navigate({ search: (before) => ({ ...before, ...asked }), replace: true })}
      />
      <SendingFailed error={runAll.error ?? start.error} />
      <Shown query={query}>
        {(rows) => {
          const chosen = rows.filter(({ name }) => names.has(name))
          if (rows.length === 0) {
            const isFiltered = Object.values(filters).some((each) => each !== undefined)
            return isFiltered ? (
              <Empty title={t('exports.noneFound')} />
            ) : (
              <Empty title={t('exports.none')} act={mayEdit && <AddExport />}>
                {t('exports.noneText')}
              </Empty>
            )
          }
          return (
            <>
              <ChosenExports chosen={chosen} onAct={act} busy={start.isPending} />
              <ExportTable
                rows={rows}
                sort={sort}
                onSort={(next) =>
                  isSort(next) && void navigate({ search: (before) => ({ ...before, sort: next }), replace: true })
                }
                onAct={(what, of) => act(what, [of])}
                {...(mayEdit && { selection: { chosen: names, choose } })}
              />
            </>
          )
        }}
      </Shown>
      {asking?.act === 'remove' && (
        <Removal
          of={asking.of}
          onClose={() => ask(undefined)}
          onRemoved={() => {
            choose(new Set())
            ask(undefined)
          }}
        />
      )}
      {asking?.act === 'detach' && <Detaching of={asking.of} onClose={() => ask(undefined)} />}
      {scheduled.length > 0 && <SchedulePanel of={scheduled} onClose={unschedule} />}
      <Outlet />
    </Page>
  )
}

function AddExport() {
  const { t } = useTranslation()
  return (
    <LinkButton to="/exports/new" appearance="primary" icon={<AddRegular />}>
      {t('exports.add')}
    </LinkButton>
  )
}
