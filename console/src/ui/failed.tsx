import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '../app/api.ts'

/** What could not be shown, why, and a way to try again. */
export function Failed({ error, reset }: { readonly error: unknown; readonly reset?: () => void }) {
  const { t } = useTranslation()
  const problem = error instanceof ProblemError ? error : undefined
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody>
        <MessageBarTitle>{problem?.status === 403 ? t('app.forbidden') : t('app.failed')}</MessageBarTitle>
        {error instanceof Error ? error.message : String(error)}
        {problem?.requestId !== undefined && problem.status >= 500 && (
          <div>{t('app.requestId', { id: problem.requestId })}</div>
        )}
      </MessageBarBody>
      {reset && (
        <MessageBarActions>
          <Button onClick={reset}>{t('app.again')}</Button>
        </MessageBarActions>
      )}
    </MessageBar>
  )
}
