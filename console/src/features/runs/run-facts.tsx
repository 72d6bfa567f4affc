import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { Figures } from '../../ui/figures.tsx'
import { Moment } from '../../ui/moment.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { kinds, known, triggers } from './known.ts'
import type { RunInFull } from './runs.ts'

/** What a run is: how it stands, of what, who asked for it and by what, and how long it took. */
export function RunFacts({
  run,
  called,
}: {
  readonly run: RunInFull
  /** What people call its export. */
  readonly called: string
}) {
  const { t } = useTranslation()
  const { duration } = useFormats()
  const [kind, trigger] = [known(kinds, run.kind), known(triggers, run.trigger)]
  const isAboutRun = run.subject !== null && (run.kind === 'retry' || run.kind === 'undo')
  return (
    <Figures
      facts={[
        [t('run.status'), <StatusBadge key="status" status={run.status} />],
        [
          t('run.export'),
          <PageLink key="export" to="/exports/$name" params={{ name: run.export }} inline>
            {called}
          </PageLink>,
        ],
        ...(run.kind === 'export' ? [] : [[t('run.kind'), kind ? t(`run.kinds.${kind}`) : run.kind] as const]),
        ...(isAboutRun
          ? [
              [
                t('run.about'),
                <PageLink key="subject" to="/runs/$id" params={{ id: run.subject ?? '' }}>
                  {run.subject}
                </PageLink>,
              ] as const,
            ]
          : []),
        [t('run.trigger'), trigger ? t(`run.triggers.${trigger}`) : run.trigger],
        [t('run.by'), run.startedBy],
        [t('run.asked'), <Moment key="asked" at={run.createdAt} />],
        ...(run.finishedAt === null ? [] : [[t('run.ended'), <Moment key="ended" at={run.finishedAt} />] as const]),
        ...(run.seconds === null ? [] : [[t('run.duration'), duration(run.seconds)] as const]),
        ...(run.previous === null ? [] : [[t('run.before'), duration(run.previous.seconds)] as const]),
      ]}
    />
  )
}
