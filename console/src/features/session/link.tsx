import { Link, Text } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failed } from '../../ui/failed.tsx'
import { FrontPage } from '../../ui/front-page.tsx'
import { Loading } from '../../ui/loading.tsx'
import { type LinkSubject, linkQuery } from './me.ts'

type Shows = (link: LinkSubject & { readonly token: string }) => ReactNode

/**
 * The page behind a one-time link. Its token stands in the address's fragment, from where it is taken out at once, so that it
 * stays in no history. Whoever comes without a token, or with one that counts no more, is told what to do.
 */
export function LinkPage({
  title,
  lead,
  missing,
  children,
}: {
  readonly title: string
  readonly lead?: string
  /** What is said to whoever comes without the token; by itself, to open the link as it was given. */
  readonly missing?: string
  readonly children: Shows
}) {
  const [token] = useState(takeToken)
  const { t } = useTranslation()
  if (token === '') {
    return (
      <FrontPage title={t('app.linkMissing')}>
        <Text>{missing ?? t('app.linkMissingText')}</Text>
        <Link href="/sign-in">{t('signIn.title')}</Link>
      </FrontPage>
    )
  }
  return (
    <FrontPage title={title}>
      {lead && <Text>{lead}</Text>}
      <Behind token={token}>{children}</Behind>
    </FrontPage>
  )
}

function Behind({ token, children }: { readonly token: string; readonly children: Shows }) {
  const { t } = useTranslation()
  const { data, error } = useQuery(linkQuery(token))
  // A link that was used and is asked for again counts no more, which takes nothing away of what came of it.
  if (error && !data) {
    return (
      <>
        <Failed error={error} />
        <Link href="/sign-in">{t('signIn.title')}</Link>
      </>
    )
  }
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
