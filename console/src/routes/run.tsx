import {
  Card,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  ProgressBar,
  Text,
  Title3,
  tokens,
} from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Decide } from '../features/runs/decide.tsx'
import { Funnel } from '../features/runs/funnel.tsx'
import { Receipts } from '../features/runs/receipts.tsx'
import { type RunInFull, runQuery, useRunNews } from '../features/runs/runs.ts'
import { Failed } from '../ui/failed.tsx'
import { Loading } from '../ui/loading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Page } from '../ui/page.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'

const stages = [
  'refreshing',
  'planning',
  'approval',
  'delivering',
  'settling',
  'removing',
  'closing',
  'finished',
] as const
const triggers = ['manual', 'run all', 'CLI', 'API', 'own schedule', 'system refresh'] as const

const useStyles = makeStyles({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(160px, 1fr))',
    gap: tokens.spacingHorizontalL,
    margin: 0,
  },
  fact: { margin: 0 },
  label: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
})

/** One run: how far it is, who became what, what a person has to decide, and everybody's receipt. */
export function RunPage() {
  const { t } = useTranslation()
  const { id } = useParams({ from: '/signed-in/runs/$id' })
  const { data: run, error, refetch } = useQuery(runQuery(id))
  useRunNews({ id, ended: run !== undefined && run.finishedAt !== null })
  if (error) return <Failed error={error} reset={() => void refetch()} />
  if (!run) return <Loading />
  return (
    <Page title={t('run.title', { export: run.export })} acts={run.permission === 'edit' && <Decide run={run} />}>
      <Facts run={run} />
      <Why run={run} />
      {run.finishedAt === null && <HowFar run={run} />}
      {run.funnel && <Funnel funnel={run.funnel} />}
      {run.receipts && <Receipts run={run} />}
    </Page>
  )
}

function Facts({ run }: { readonly run: RunInFull }) {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  const duration =
    run.seconds === null ? null : new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 0 }).format(run.seconds)
  return (
    <Card>
      <dl className={styles.facts}>
        <Fact label={t('run.status')}>
          <StatusBadge status={run.status} />
        </Fact>
        <Fact label={t('run.asked')}>
          <Moment at={run.createdAt} />
        </Fact>
        <Fact label={t('run.by')}>{run.startedBy}</Fact>
        <Fact label={t('run.trigger')}>
          {isOneOf(triggers, run.trigger) ? t(`run.triggers.${run.trigger}`) : run.trigger}
        </Fact>
        <Fact label={t('run.ended')}>
          <Moment at={run.finishedAt} />
        </Fact>
        {duration !== null && <Fact label={t('run.duration')}>{t('run.seconds', { seconds: duration })}</Fact>}
      </dl>
    </Card>
  )

  function Fact({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
    return (
      <div>
        <dt className={styles.label}>{label}</dt>
        <dd className={styles.fact}>{children}</dd>
      </div>
    )
  }
}

/** Why it waits or ended as it did, and what to do. */
function Why({ run: { message, explanation, status } }: { readonly run: RunInFull }) {
  const { i18n } = useTranslation()
  const words = i18n.language === 'da' ? explanation?.da : explanation?.en
  if (!message && !words) return null
  return (
    <MessageBar intent={status === 'Failed (permanent)' ? 'error' : 'warning'} layout="multiline">
      <MessageBarBody>
        {words && <MessageBarTitle>{words.what}</MessageBarTitle>}
        {message} {words?.todo}
      </MessageBarBody>
    </MessageBar>
  )
}

function HowFar({ run: { stage, progress } }: { readonly run: RunInFull }) {
  const { t, i18n } = useTranslation()
  const number = (value: number) => value.toLocaleString(i18n.language)
  const words = isOneOf(stages, stage) ? t(`run.stages.${stage}`) : stage
  const done = progress?.people ?? progress?.contacts
  const inAll = done?.inAll ?? null
  return (
    <Card role="status">
      <Title3 as="h2">{words}</Title3>
      <ProgressBar aria-label={words} {...(done && inAll !== null && inAll > 0 && { value: done.done / inAll })} />
      {done && (
        <Text>
          {inAll === null ? number(done.done) : t('run.doneOf', { done: number(done.done), inAll: number(inAll) })}
        </Text>
      )}
      {progress?.secondsLeft !== undefined && (
        <Text>{t('run.left', { seconds: number(Math.ceil(progress.secondsLeft)) })}</Text>
      )}
      {progress?.requestsLeftToday !== undefined && (
        <Text>{t('run.requestsLeft', { requests: number(progress.requestsLeftToday) })}</Text>
      )}
    </Card>
  )
}

/** Whether this console has words of its own for something of the server's. */
function isOneOf<T extends string>(known: readonly T[], text: string): text is T {
  return known.some((each) => each === text)
}
