import { Button, ProgressBar, Text } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Panel, PanelActs } from '../../ui/panel.tsx'
import { Shown } from '../../ui/shown.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { type Refresh, refreshQuery, type Task, useCancelRefresh } from './refreshes.ts'
import { TasksTable } from './tasks-table.tsx'

/** A refresh from its first task to its last, while it goes on and afterwards. */
export function WorkflowPanel({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { me } = useRouteContext({ from: '/signed-in' })
  const query = useQuery(refreshQuery(id))
  const finishedAt = query.data?.finishedAt
  const mayCancel =
    finishedAt === null && (me.role === 'administrator' || (me.role === 'contributor' && query.data?.scope !== null))
  return (
    <Panel wide title={t('system.status.workflow')} onClose={onClose}>
      {mayCancel && <Cancel id={id} />}
      <Shown query={query}>{(refresh) => <Workflow refresh={refresh} />}</Shown>
    </Panel>
  )
}

function Workflow({ refresh }: { readonly refresh: Refresh & { readonly tasks: readonly Task[] } }) {
  const { t } = useTranslation()
  const { duration } = useFormats()
  const { tasks, status, message, trigger, startedBy, createdAt, startedAt, finishedAt } = refresh
  const done = tasks.filter((task) => task.finishedAt !== null).length
  return (
    <>
      <div>
        <StatusBadge status={status} />
      </div>
      {finishedAt === null && (
        <>
          <ProgressBar value={tasks.length === 0 ? 0 : done / tasks.length} aria-label={t('system.status.workflow')} />
          <Text role="status">{t('system.status.done', { done, of: tasks.length })}</Text>
        </>
      )}
      {message !== null && <Text>{message}</Text>}
      <Facts
        facts={[
          [t('system.status.trigger'), t(`system.status.triggers.${trigger}`)],
          [t('system.status.by'), startedBy],
          [t('system.status.begunAt'), <Moment key="begun" at={startedAt ?? createdAt} />],
          [
            t('system.status.took'),
            startedAt && finishedAt ? duration((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000) : null,
          ],
        ]}
      />
      <TasksTable label={t('system.status.workflow')} tasks={tasks} first="name" />
    </>
  )
}

function Cancel({ id }: { readonly id: string }) {
  const { t } = useTranslation()
  const [asks, setAsks] = useState(false)
  const { mutate, isPending, error } = useCancelRefresh(id)
  return (
    <>
      <PanelActs>
        <Button onClick={() => setAsks(true)}>{t('system.status.cancel')}</Button>
      </PanelActs>
      <AskFirst
        open={asks}
        title={t('system.status.cancel')}
        act={t('system.status.cancel')}
        onAct={() => mutate(undefined, { onSuccess: () => setAsks(false) })}
        onClose={() => setAsks(false)}
        busy={isPending}
        error={error}
      >
        <p>{t('system.status.cancelText')}</p>
      </AskFirst>
    </>
  )
}
