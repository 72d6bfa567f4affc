import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Moment } from '../../ui/moment.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { useDisplayNames } from '../status/display-names.ts'
import type { Task } from './refreshes.ts'

const useStyles = makeStyles({
  state: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS, alignItems: 'flex-start' },
  quiet: { color: tokens.colorNeutralForeground2, display: 'block' },
})

/** Tasks of refreshes with how each went and how long it took beside the time before; by name, or by when. */
export function TasksTable({
  label,
  tasks,
  first,
}: {
  readonly label: string
  readonly tasks: readonly Task[]
  readonly first: 'name' | 'time'
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const nameOf = useDisplayNames()
  const columns: readonly Column<Task>[] = [
    first === 'name'
      ? {
          key: 'name',
          header: t('system.status.name'),
          cell: ({ kind, name }) => (
            <span>
              {kind === 'profiles'
                ? t(name === 'matching' ? 'system.status.matching' : 'system.status.kinds.profiles')
                : nameOf(kind, name)}
              {kind !== 'profiles' && (
                <Text size={200} className={styles.quiet}>
                  {t(`system.status.kinds.${kind}`)}
                </Text>
              )}
            </span>
          ),
        }
      : {
          key: 'at',
          header: t('system.status.begunAt'),
          cell: ({ startedAt }) => (startedAt === null ? '—' : <Moment at={startedAt} />),
        },
    {
      key: 'status',
      header: t('system.status.state'),
      cell: ({ status, runStatus, run, message }) => (
        <div className={styles.state}>
          {run === null ? (
            <StatusBadge status={status} />
          ) : (
            <PageLink to="/runs/$id" params={{ id: run }}>
              <StatusBadge status={runStatus ?? status} />
            </PageLink>
          )}
          {message !== null && <Text size={200}>{message}</Text>}
        </div>
      ),
    },
    { key: 'took', header: t('system.status.took'), width: '190px', cell: (task) => <Took task={task} /> },
  ]
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={tasks}
      keyOf={({ refresh, kind, name }) => [refresh, kind, name].join(' ')}
      minWidth="560px"
    />
  )
}

/** Differences below this are the weather. */
const worthTelling = 0.2
/** And so is what takes no time worth telling. */
const longMs = 1_000

function Took({ task: { tookMs, tookBeforeMs } }: { readonly task: Task }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { duration, percent } = useFormats()
  if (tookMs === null) return '—'
  const change = tookBeforeMs ? tookMs / tookBeforeMs - 1 : 0
  const isWorthTelling = Math.abs(change) >= worthTelling && Math.max(tookMs, tookBeforeMs ?? 0) >= longMs
  return (
    <span>
      {duration(tookMs / 1000)}
      {tookBeforeMs !== null && (
        <Text size={200} className={styles.quiet}>
          {t('system.status.before')}: {duration(tookBeforeMs / 1000)}
          {isWorthTelling &&
            ` (${t(change > 0 ? 'system.status.slower' : 'system.status.faster', { share: percent(Math.abs(change)) })})`}
        </Text>
      )}
    </span>
  )
}
