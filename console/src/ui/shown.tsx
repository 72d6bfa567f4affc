import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Failed } from './failed.tsx'
import { Loading } from './loading.tsx'
import { Moment } from './moment.tsx'

/**
 * What a question to the server is answered with, in each of its states: waiting, failed, shown, and shown though it could not be
 * asked again, which is told with its age.
 */
export function Shown<T>({
  query,
  children,
}: {
  readonly query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch' | 'dataUpdatedAt'>
  readonly children: (data: T) => ReactNode
}) {
  const { t } = useTranslation()
  const { data, error, refetch, dataUpdatedAt } = query
  if (data === undefined) return error ? <Failed error={error} reset={() => void refetch()} /> : <Loading />
  return (
    <>
      {error && (
        <MessageBar intent="warning" layout="multiline" role="status">
          <MessageBarBody>
            {t('app.stale')} <Moment at={new Date(dataUpdatedAt).toISOString()} />
          </MessageBarBody>
          <MessageBarActions>
            <Button onClick={() => void refetch()}>{t('app.again')}</Button>
          </MessageBarActions>
        </MessageBar>
      )}
      {children(data)}
    </>
  )
}
