import { ProgressBar, Text } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { Figures } from '../../ui/figures.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Pictured } from '../../ui/pictured.tsx'
import { Section } from '../../ui/section.tsx'
import { useDisplayNames } from '../status/display-names.ts'
import { type ApplicationBudget, type ForecastRun, runsOutAt } from './budget.ts'

/** What is left of an application's day, how it was spent by the hour, and how long it lasts. */
export function ApplicationSection({
  application,
  runs,
}: {
  readonly application: ApplicationBudget
  /** Those that spend it. */
  readonly runs: readonly ForecastRun[]
}) {
  const { t } = useTranslation()
  const { number, moment } = useFormats()
  const displayName = useDisplayNames()
  const { connections, usedToday, leftToday, requestsPerDay, requestsPerSecond, resetsAt } = application
  const { parkedUntil, slowedUntil, limitsDiffer, hours } = application
  const needed = runs.reduce((sum, { forecast }) => sum + (forecast?.requests ?? 0), 0)
  const out = runsOutAt(application, new Date())
  const isShort = runs.some(({ forecast }) => forecast?.fitsToday === false)
  return (
    <Section title={connections.map((name) => displayName('connection', name)).join(', ')}>
      {parkedUntil && <Notice intent="warning">{t('budget.parked', { until: moment(parkedUntil) })}</Notice>}
      {slowedUntil && <Notice>{t('budget.slowed', { until: moment(slowedUntil) })}</Notice>}
      {limitsDiffer && <Notice>{t('budget.differ')}</Notice>}
      {isShort && (
        <Notice intent="warning">{t('budget.short', { needed: number(needed), left: number(leftToday) })}</Notice>
      )}
      <ProgressBar
        value={requestsPerDay === 0 ? 0 : usedToday / requestsPerDay}
        aria-label={t('budget.used')}
        thickness="large"
        color={leftToday === 0 ? 'error' : leftToday < requestsPerDay / 10 ? 'warning' : 'brand'}
      />
      <Figures
        within
        facts={[
          [t('budget.left'), t('budget.leftOf', { left: number(leftToday), of: number(requestsPerDay) })],
          [t('budget.used'), number(usedToday)],
          [t('budget.resets'), <Moment key="resets" at={resetsAt} />],
          [t('budget.pace'), t('budget.perSecond', { count: requestsPerSecond })],
          [
            t('budget.lasts'),
            out === undefined
              ? t('budget.unused')
              : out === null
                ? t('budget.lastsDay')
                : t('budget.runsOut', { when: moment(out) }),
          ],
        ]}
      />
      <Text weight="semibold">{t('budget.hours')}</Text>
      <Pictured
        label={t('budget.hours')}
        points={hours.map(({ at, requests }) => ({ at, value: requests }))}
        kind="bars"
        columns={{ at: t('budget.hour'), value: t('budget.requests') }}
      />
    </Section>
  )
}
