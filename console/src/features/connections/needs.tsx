import { Button } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { Notice } from '../../ui/notice.tsx'
import { BecomeExportUser } from './become-export-user.tsx'
import { type Connection, useTakeOver } from './connections.ts'

/** What a connection needs of a person before anything is delivered on it; nothing while it needs nothing. */
export function Needs({ connection, onConnect }: { readonly connection: Connection; readonly onConnect: () => void }) {
  const { t } = useTranslation()
  const { name, needs, cause, exportUser, status } = connection
  const takeOver = useTakeOver(name)
  if (needs === null) return null
  if (needs === 'export-user') {
    const problem = exportUser?.problem
    return (
      <>
        <Notice intent="error" title={t('connections.states.export-user')}>
          {problem && t(`connections.exportUserProblems.${problem}`, { who: exportUser.who })}{' '}
          {t('connections.todo.export-user')}
        </Notice>
        <BecomeExportUser become={() => takeOver.mutate()} busy={takeOver.isPending} error={takeOver.error} />
      </>
    )
  }
  return (
    <Notice
      intent={needs === 'connect' ? 'warning' : 'error'}
      title={t(`connections.states.${needs}`)}
      act={
        <Button onClick={onConnect}>
          {t(status === 'never_connected' ? 'connections.act.connect' : 'connections.act.reconnect')}
        </Button>
      }
    >
      {cause} {t(`connections.todo.${needs}`)}
    </Notice>
  )
}
