import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { exportsQuery } from '../features/exports/exports.ts'
import { UndoRun } from '../features/exports/undo-run.tsx'
import { Approval } from '../features/runs/approval.tsx'
import { Decide } from '../features/runs/decide.tsx'
import { Funnel } from '../features/runs/funnel.tsx'
import { HowFar } from '../features/runs/how-far.tsx'
import { Jobs } from '../features/runs/jobs.tsx'
import type { ReceiptsAsked } from '../features/runs/receipt-queries.ts'
import { Receipts } from '../features/runs/receipts.tsx'
import { RunFacts } from '../features/runs/run-facts.tsx'
import { type RunInFull, runQuery } from '../features/runs/runs.ts'
import { SendAgain } from '../features/runs/send-again.tsx'
import { Timeline } from '../features/runs/timeline.tsx'
import { Why } from '../features/runs/why.tsx'
import { Page } from '../ui/page.tsx'
import { Shown } from '../ui/shown.tsx'

/** One run: how far it is, who became what, what a person has to decide, and everybody's receipt. */
export function RunPage() {
  const { id } = useParams({ from: '/signed-in/runs/$id' })
  const query = useQuery(runQuery(id))
  return <Shown query={query}>{(run) => <RunInWords key={run.id} run={run} />}</Shown>
}

/** A run that follows another comes with a page of its own, on which nothing that was asked of the other stands open. */
function RunInWords({ run }: { readonly run: RunInFull }) {
  const { t } = useTranslation()
  const asked = useSearch({ from: '/signed-in/runs/$id' })
  const navigate = useNavigate({ from: '/runs/$id' })
  const { data: exports = [] } = useQuery(exportsQuery())
  const called = exports.find(({ name }) => name === run.export)?.displayName ?? run.export
  const receipts = useRef<HTMLDivElement>(null)
  const show = (next: ReceiptsAsked, how: 'stay' | 'go') => {
    void navigate({ search: next, replace: how === 'stay', resetScroll: false })
    if (how === 'go') {
      receipts.current?.focus()
      receipts.current?.scrollIntoView()
    }
  }
  return (
    <Page
      title={t('run.title', { export: called })}
      acts={
        run.permission === 'edit' && (
          <>
            <Decide run={run} />
            <SendAgain run={run} />
            <UndoRun run={run} called={called} />
          </>
        )
      }
    >
      <RunFacts run={run} called={called} />
      <Why run={run} />
      <Approval run={run} />
      {run.finishedAt === null && run.status !== 'Waits for approval' && <HowFar run={run} />}
      {run.funnel && <Funnel funnel={run.funnel} onAsk={run.receipts ? (next) => show(next, 'go') : undefined} />}
      <Timeline run={run} />
      <Jobs run={run} />
      {run.receipts && (
        <div ref={receipts} tabIndex={-1}>
          <Receipts run={run} asked={asked} onAsk={(next) => show(next, 'stay')} />
        </div>
      )}
    </Page>
  )
}
