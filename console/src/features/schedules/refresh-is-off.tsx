import { useQuery } from '@tanstack/react-query'
import { useRouteContext } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { PageLink } from '../../ui/page-link.tsx'
import { schedulesQuery } from './schedules.ts'

/** Whether what goes along with the system refresh never runs by itself, for the refresh does not either. */
export function useRefreshIsOff(): boolean {
  const { i18n } = useTranslation()
  const { data } = useQuery(schedulesQuery(i18n.language))
  return data?.refresh.active === false
}

/** Says so where going along with the system refresh is chosen; nothing while that is on. */
export function RefreshIsOffNow() {
  const { t } = useTranslation()
  return useRefreshIsOff() && <ToSystemSchedule>{t('schedule.refreshOffNow')}</ToSystemSchedule>
}

/** Words of the system refresh's being off, which lead whoever may switch it on to where that is done. */
export function ToSystemSchedule({ children }: { readonly children: ReactNode }) {
  const { me } = useRouteContext({ from: '/signed-in' })
  if (me.role !== 'administrator') return <>{children}</>
  return (
    <PageLink to="/administrator/system/schedule" inline>
      {children}
    </PageLink>
  )
}
