import { useTranslation } from 'react-i18next'
import { Moment } from '../../ui/moment.tsx'
import { ToSystemSchedule, useRefreshIsOff } from './refresh-is-off.tsx'

/** When something runs by itself next, or why it does not. */
export function NextTime({
  at,
  withRefresh,
}: {
  readonly at: string | null
  /** Whether it goes along with the system refresh. */
  readonly withRefresh: boolean
}) {
  const { t } = useTranslation()
  const refreshIsOff = useRefreshIsOff()
  if (at !== null) return <Moment at={at} />
  if (withRefresh && refreshIsOff) return <ToSystemSchedule>{t('schedule.refreshOff')}</ToSystemSchedule>
  return <>{t('schedule.notScheduled')}</>
}
