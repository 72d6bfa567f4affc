import { Text } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failed } from '../../ui/failed.tsx'
import { Loading } from '../../ui/loading.tsx'
import { type LinkSubject, linkQuery } from './me.ts'

/**
 * What stands behind a one-time link. Its token stands in the address's fragment, from where it is taken out at once, so that it
 * stays in no history.
 */
export function BehindLink({
  missing,
  children,
}: {
  /** What is said to whoever comes without the token; by itself, to open the link as it was given. */
  readonly missing?: string
  readonly children: (link: LinkSubject & { readonly token: string }) => ReactNode
}) {
  const [token] = useState(takeToken)
  const { t } = useTranslation()
  const { data, error } = useQuery({ ...linkQuery(token), enabled: token !== '' })
  if (token === '') return <Text>{missing ?? t('app.linkMissing')}</Text>
  if (error) return <Failed error={error} />
  return data ? children({ ...data, token }) : <Loading />
}

function takeToken(): string {
  const token = location.hash.slice(1)
  if (token) {
    sessionStorage.setItem(`link ${location.pathname}`, token)
    history.replaceState(null, '', location.pathname)
    return token
  }
  // After the page was loaded again.
  return sessionStorage.getItem(`link ${location.pathname}`) ?? ''
}
