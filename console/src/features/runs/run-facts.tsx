import { makeStyles, Text, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { Figures } from '../../ui/figures.tsx'
import { Moment } from '../../ui/moment.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { kinds, known, triggers } from './known.ts'
import type { RunInFull } from './runs.ts'

const useStyles = makeStyles({
  two: { display: 'flex', flexDirection: 'column' },
  less: { color: tokens.colorNeutralForeground2 },
})

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
        [
          t('run.trigger'),
          <Two key="trigger" less={run.startedBy}>
            {trigger ? t(`run.triggers.${trigger}`) : run.trigger}
          </Two>,
        ],
        [t('run.asked'), <When key="asked" at={run.createdAt} />],
        ...(run.finishedAt === null ? [] : [[t('run.ended'), <When key="ended" at={run.finishedAt} />] as const]),
        ...(run.seconds === null
          ? run.previous
            ? [[t('run.before'), duration(run.previous.seconds)] as const]
            : []
          : [
              [
                t('run.duration'),
                <Two
                  key="duration"
                  less={run.previous && t('run.lastTime', { duration: duration(run.previous.seconds) })}
                >
                  {duration(run.seconds)}
                </Two>,
              ] as const,
            ]),
      ]}
    />
  )
}

/** A time by the clock, by which a run is found in a log, and how long ago that was. */
function When({ at }: { readonly at: string }) {
  const { moment } = useFormats()
  return <Two less={<Moment at={at} />}>{moment(at)}</Two>
}

/** A fact with what there is to say of it beneath. */
function Two({ children, less }: { readonly children: ReactNode; readonly less: ReactNode }) {
  const styles = useStyles()
  return (
    <span className={styles.two}>
      <span>{children}</span>
      <Text size={200} className={styles.less}>
        {less}
      </Text>
    </span>
  )
}
