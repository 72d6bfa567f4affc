import { Tooltip } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Moment } from '../../ui/moment.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { kinds, known, triggers } from './known.ts'
import { reasonWords } from './reason-words.ts'
import type { RunSort } from './run-list.ts'
import type { Run } from './runs.ts'

/** Runs with how each stands, what set it off, and what became of how many; each leads to its page. */
export function RunTable({
  rows,
  of = 'all exports',
  nameOf = (name) => name,
  sort,
  onSort,
  onEnd,
}: {
  readonly rows: readonly Run[]
  /** Those of one export do not each say of which they are. */
  readonly of?: 'all exports' | 'one export'
  /** What people call an export. */
  readonly nameOf?: (name: string) => string
  readonly sort?: RunSort
  readonly onSort?: (sort: string) => void
  readonly onEnd?: () => void
}) {
  const { t, i18n } = useTranslation()
  const { number, duration } = useFormats()
  const columns: readonly Column<Run>[] = [
    ...(of === 'all exports'
      ? [
          {
            key: 'export',
            header: t('run.export'),
            cell: (run: Run) => linked(run.id, nameOf(run.export)),
          },
        ]
      : []),
    {
      key: 'status',
      header: t('run.status'),
      width: '150px',
      cell: (run) => {
        const link = linked(run.id, <StatusBadge status={run.status} />)
        return run.reason === null ? (
          link
        ) : (
          <Tooltip content={reasonWords(run.reason, i18n.language)} relationship="description">
            {link}
          </Tooltip>
        )
      },
    },
    {
      key: 'createdAt',
      header: t('run.asked'),
      width: '130px',
      cell: ({ id, createdAt }) => {
        const asked = <Moment at={createdAt} />
        return of === 'one export' ? linked(id, asked) : asked
      },
    },
    {
      key: 'trigger',
      header: t('run.trigger'),
      width: '140px',
      sortable: false,
      cell: (run) => {
        const [kind, trigger] = [known(kinds, run.kind), known(triggers, run.trigger)]
        const told = trigger ? t(`run.triggers.${trigger}`) : run.trigger
        return run.kind === 'export' ? told : `${kind ? t(`run.kinds.${kind}`) : run.kind} · ${told}`
      },
    },
    { key: 'by', header: t('run.by'), width: '120px', sortable: false, cell: ({ startedBy }) => startedBy },
    {
      key: 'duration',
      header: t('run.duration'),
      kind: 'number',
      width: '100px',
      sortable: false,
      cell: ({ seconds }) => (seconds === null ? '…' : duration(seconds)),
    },
    {
      key: 'members',
      header: t('run.members'),
      kind: 'number',
      width: '100px',
      sortable: false,
      cell: ({ members }) => (members === null ? '–' : number(members)),
    },
    {
      key: 'delivered',
      header: t('run.delivered'),
      kind: 'number',
      width: '100px',
      sortable: false,
      cell: ({ outcomes }) => (outcomes === null ? '–' : number(outcomes.delivered ?? 0)),
    },
  ]
  return (
    <DataTable
      label={t('run.list')}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      sort={sort}
      {...(onSort && { onSort })}
      {...(onEnd && { onEnd })}
      minWidth="900px"
    />
  )
}

/** What leads to a run's page. */
function linked(id: string, shown: ReactElement | string): ReactElement {
  return (
    <PageLink to="/runs/$id" params={{ id }}>
      {shown}
    </PageLink>
  )
}
