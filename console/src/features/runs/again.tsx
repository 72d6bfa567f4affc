import { Button } from '@fluentui/react-components'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask, once } from '../../app/api.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import type { Run, RunInFull } from './runs.ts'

/** What a run that has ended may be followed by: another try for whom it did not reach, or taking off whom it put on. */
export function Again({
  run,
  lookAtUndo,
}: {
  readonly run: RunInFull
  /** What lets undoing be looked at before it is done. */
  readonly lookAtUndo: ReactNode
}) {
  if (run.finishedAt === null || !run.receipts) return null
  const people = (outcome: string) => run.outcomes?.[outcome] ?? 0
  const missed = people('rejected') + people('unconfirmed') + people('not_sent')
  const added = (run.funnel?.new ?? 0) > 0 && people('delivered') > 0
  return (
    <>
      {missed > 0 && <Rerun run={run} kind="retry" />}
      {added && (
        <Rerun run={run} kind="undo">
          {lookAtUndo}
        </Rerun>
      )}
    </>
  )
}

function Rerun({
  run: { id },
  kind,
  children,
}: {
  readonly run: RunInFull
  readonly kind: 'retry' | 'undo'
  readonly children?: ReactNode
}) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => ask<Run>('POST', `/runs/${encodeURIComponent(id)}/${kind}`, { headers: once() }),
    onSuccess: (started) => {
      void queries.invalidateQueries()
      setOpen(false)
      void navigate({ to: '/runs/$id', params: { id: started.id } })
    },
  })
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t(`run.${kind}`)}</Button>
      <AskFirst
        open={open}
        onClose={() => setOpen(false)}
        title={t(`run.${kind}`)}
        act={t(`run.${kind}`)}
        onAct={() => mutate()}
        busy={isPending}
        error={error}
      >
        <p>{t(`run.asks.${kind}`)}</p>
        {children}
      </AskFirst>
    </>
  )
}
