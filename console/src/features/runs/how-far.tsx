import { makeStyles, ProgressBar, Text } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { Section } from '../../ui/section.tsx'
import { known, stages } from './known.ts'
import type { RunInFull } from './runs.ts'

const useStyles = makeStyles({
  heard: { position: 'absolute', clip: 'rect(0 0 0 0)', width: '1px', height: '1px', overflow: 'hidden' },
})

/** How far a run is that has not ended. */
export function HowFar({ run: { stage, progress } }: { readonly run: RunInFull }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number, duration } = useFormats()
  const name = known(stages, stage)
  const words = name ? t(`run.stages.${name}`) : stage
  const done = progress?.people ?? progress?.contacts
  const inAll = done?.inAll ?? null
  const share = done && inAll !== null && inAll > 0 ? done.done / inAll : undefined
  return (
    <Section title={words}>
      {/* Read out when the task changes, and not with every person. */}
      <Text role="status" className={styles.heard}>
        {words}
      </Text>
      <ProgressBar aria-label={words} {...(share !== undefined && { value: share })} thickness="large" />
      {done && (
        <Text>
          {inAll === null ? number(done.done) : t('run.doneOf', { done: number(done.done), inAll: number(inAll) })}
          {progress?.perSecond !== undefined &&
            ` · ${t('run.pace', { people: number(Math.round(progress.perSecond)) })}`}
          {progress?.secondsLeft !== undefined &&
            ` · ${t('run.left', { time: duration(Math.ceil(progress.secondsLeft)) })}`}
        </Text>
      )}
      {progress?.requestsLeftToday !== undefined && (
        <Text>{t('run.requestsLeft', { requests: number(progress.requestsLeftToday) })}</Text>
      )}
    </Section>
  )
}
