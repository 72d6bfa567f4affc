import { Button } from '@fluentui/react-components'
import { PlayRegular } from '@fluentui/react-icons'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { live } from '../app/live.ts'
import { Departed } from '../features/exports/departed.tsx'
import { Detaching } from '../features/exports/detaching.tsx'
import { DriftSection } from '../features/exports/drift.tsx'
import { useStartRuns } from '../features/exports/export-acts.ts'
import { ExportFacts } from '../features/exports/export-facts.tsx'
import { ExportMenu, type MenuAct } from '../features/exports/export-menu.tsx'
import { exportQuery, type SegmentExport } from '../features/exports/exports.ts'
import { FormerLists } from '../features/exports/former-lists.tsx'
import { LastPreview } from '../features/exports/last-preview.tsx'
import { Removal } from '../features/exports/removal.tsx'
import { SchedulePanel } from '../features/exports/schedule-panel.tsx'
import { runsQuery } from '../features/runs/run-list.ts'
import { RunTable } from '../features/runs/run-table.tsx'
import { OnList, RunDurations } from '../features/runs/run-trends.tsx'
import { LinkButton } from '../ui/link-button.tsx'
import { Page } from '../ui/page.tsx'
import { Section } from '../ui/section.tsx'
import { SendingFailed } from '../ui/sending-failed.tsx'
import { Shown } from '../ui/shown.tsx'

/** One export: how it stands, what a run would do, how its list is, and every run it had. */
export function ExportPage() {
  const { name } = useParams({ from: '/signed-in/exports/$name' })
  const query = useQuery({ ...exportQuery(name), ...live({ of: ['export', 'run', 'connection'], every: 5_000 }) })
  return <Shown query={query}>{({ value }) => <ExportInWords of={value} />}</Shown>
}

function ExportInWords({ of }: { readonly of: SegmentExport }) {
  const { t } = useTranslation()
  const navigate = useNavigate({ from: '/exports/$name' })
  const { panel } = useSearch({ from: '/signed-in/exports/$name' })
  const [asking, ask] = useState<'detach' | 'remove'>()
  const { mutate: start, isPending, error } = useStartRuns()
  const { name, displayName, connection, permission } = of
  const mayEdit = permission === 'edit'
  const run = () =>
    start([of], {
      onSuccess: ([started]) => started && void navigate({ to: '/runs/$id', params: { id: started.id } }),
    })
  const act = (what: MenuAct) => {
    if (what === 'run') run()
    else if (what === 'schedule') void navigate({ search: { panel: 'schedule' } })
    else ask(what)
  }
  return (
    <Page
      title={displayName}
      acts={
        <>
          {mayEdit && connection && (
            <Button appearance="primary" icon={<PlayRegular />} onClick={run} disabledFocusable={isPending}>
              {t('exports.run')}
            </Button>
          )}
          <LinkButton to="/exports/$name/edit" params={{ name }}>
            {t(mayEdit ? 'exports.acts.edit' : 'exports.acts.view')}
          </LinkButton>
          {mayEdit && <ExportMenu of={of} onAct={act} />}
        </>
      }
    >
      <SendingFailed error={error} />
      <Section title={t('exports.about')}>
        <ExportFacts of={of} />
      </Section>
      <History name={name} />
      {mayEdit && connection && <LastPreview name={name} />}
      {mayEdit && connection && <DriftSection name={name} />}
      {mayEdit && connection && <FormerLists name={name} />}
      {mayEdit && connection && <Departed connection={connection.name} />}
      {panel === 'schedule' && mayEdit && <SchedulePanel of={[of]} onClose={() => void navigate({ search: {} })} />}
      {asking === 'detach' && <Detaching of={[of]} onClose={() => ask(undefined)} />}
      {asking === 'remove' && (
        <Removal of={[of]} onClose={() => ask(undefined)} onRemoved={() => void navigate({ to: '/exports' })} />
      )}
    </Page>
  )
}

function History({ name }: { readonly name: string }) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(runsQuery({ export: name }, 100))
  return (
    <Shown query={query}>
      {({ pages }) => {
        const runs = pages.flatMap(({ items }) => items)
        return (
          <>
            <Section
              title={t('exports.acts.history')}
              acts={
                <LinkButton to="/runs" search={{ export: name }}>
                  {t('exports.allRuns')}
                </LinkButton>
              }
            >
              {runs.length === 0 ? t('exports.neverRun') : <RunTable rows={runs.slice(0, 10)} of="one export" />}
            </Section>
            <OnList runs={runs} />
            <RunDurations runs={runs} />
          </>
        )
      }}
    </Shown>
  )
}
