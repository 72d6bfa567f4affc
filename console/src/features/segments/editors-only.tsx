import { useRouteContext } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty } from '../../ui/empty.tsx'

/** What only those see who may change segments; others are told why they do not, wherever the link came from. */
export function EditorsOnly({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation()
  const { me } = useRouteContext({ from: '/signed-in' })
  if (me.role !== 'viewer') return children
  return <Empty title={t('app.forbidden')}>{t('segments.onlyLook')}</Empty>
}
