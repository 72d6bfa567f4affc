import { useRouteContext } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty } from '../../ui/empty.tsx'
import { Page } from '../../ui/page.tsx'

/** A page for administrators; whoever else comes by its address is told so, and the server is not asked. */
export function ForAdministrators({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const { t } = useTranslation()
  const { me } = useRouteContext({ from: '/signed-in' })
  if (me.role === 'administrator') return children
  return (
    <Page title={title}>
      <Empty title={t('app.administratorsOnly')}>{t('app.administratorsOnlyText')}</Empty>
    </Page>
  )
}
