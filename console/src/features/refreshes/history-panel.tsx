import { Text } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Panel } from '../../ui/panel.tsx'
import { Shown } from '../../ui/shown.tsx'
import { useDisplayNames } from '../status/display-names.ts'
import { type TaskKind, tasksQuery } from './refreshes.ts'
import { TasksTable } from './tasks-table.tsx'

/** How the last refreshes of one thing went. */
export function HistoryPanel({
  kind,
  name,
  onClose,
}: {
  readonly kind: TaskKind
  readonly name: string
  readonly onClose: () => void
}) {
  const { t } = useTranslation()
  const query = useQuery(tasksQuery(kind, name))
  const nameOf = useDisplayNames()
  const called = kind === 'profiles' ? t('system.status.kinds.profiles') : nameOf(kind, name)
  const title = t('system.status.history', { name: called })
  return (
    <Panel title={title} onClose={onClose}>
      <Shown query={query}>
        {(tasks) =>
          tasks.length === 0 ? (
            <Text>{t('system.status.noHistory')}</Text>
          ) : (
            <TasksTable label={title} tasks={tasks} first="time" />
          )
        }
      </Shown>
    </Panel>
  )
}
