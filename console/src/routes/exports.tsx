import {
  Button,
  makeStyles,
  SearchBox,
  Table,
  TableBody,
  TableCell,
  TableCellLayout,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Text,
  tokens,
} from '@fluentui/react-components'
import { PlayRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import {
  type ExportSort,
  exportsQuery,
  type SegmentExport,
  useRunAll,
  useStartRun,
} from '../features/exports/exports.ts'
import { Failed } from '../ui/failed.tsx'
import { Loading } from '../ui/loading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Page } from '../ui/page.tsx'
import { SendingFailed } from '../ui/sending-failed.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'

const useStyles = makeStyles({
  search: { maxWidth: '320px' },
  scroll: {
    overflowX: 'auto',
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusMedium,
  },
  table: { minWidth: '760px' },
})

const columns = ['displayName', 'connection', 'status', 'refreshedAt'] as const satisfies readonly ExportSort[]

/** Every export: where it delivers to, how its last run went, and running it. */
export function ExportsPage() {
  const styles = useStyles()
  const { t } = useTranslation()
  const { search, sort = 'displayName' } = useSearch({ from: '/signed-in/exports' })
  const navigate = useNavigate({ from: '/exports' })
  const { me } = useRouteContext({ from: '/signed-in' })
  const { data: exports, error, refetch } = useQuery(exportsQuery({ ...(search && { search }), sort }))
  const all = useRunAll()
  const start = useStartRun()
  return (
    <Page
      title={t('nav.exports')}
      acts={
        me.role !== 'viewer' && (
          <Button icon={<PlayRegular />} onClick={() => all.mutate()} disabledFocusable={all.isPending}>
            {t('exports.runAll')}
          </Button>
        )
      }
    >
      <SearchBox
        className={styles.search}
        aria-label={t('exports.search')}
        placeholder={t('exports.search')}
        value={search ?? ''}
        onChange={(_, { value }) =>
          void navigate({ search: (before) => ({ ...before, search: value || undefined }), replace: true })
        }
      />
      <SendingFailed error={all.error ?? start.error} />
      {error && <Failed error={error} reset={() => void refetch()} />}
      {!exports && !error && <Loading />}
      {exports?.length === 0 && <Text>{t(search ? 'exports.noneFound' : 'exports.none')}</Text>}
      {exports && exports.length > 0 && (
        <section className={styles.scroll} aria-label={t('nav.exports')}>
          <Table className={styles.table} sortable aria-label={t('nav.exports')}>
            <TableHeader>
              <TableRow>
                {columns.map((column) => (
                  <TableHeaderCell
                    key={column}
                    {...(sort === column && { sortDirection: 'ascending' as const })}
                    {...(sort === `-${column}` && { sortDirection: 'descending' as const })}
                    onClick={() =>
                      void navigate({
                        search: (before) => ({ ...before, sort: sort === column ? (`-${column}` as const) : column }),
                      })
                    }
                  >
                    {t(`exports.columns.${column}`)}
                  </TableHeaderCell>
                ))}
                <TableHeaderCell>{t('exports.columns.acts')}</TableHeaderCell>
              </TableRow>
            </TableHeader>
            <TableBody>
              {exports.map((each) => (
                <ExportRow key={each.name} each={each} start={() => start.mutate(each.name)} busy={start.isPending} />
              ))}
            </TableBody>
          </Table>
        </section>
      )}
    </Page>
  )
}

function ExportRow({
  each,
  start,
  busy,
}: {
  readonly each: SegmentExport
  readonly start: () => void
  readonly busy: boolean
}) {
  const { t } = useTranslation()
  const { name, displayName, connection, lastRun, refreshedAt, permission, definition } = each
  return (
    <TableRow>
      <TableCell>
        <TableCellLayout description={definition.segments.join(', ')}>{displayName}</TableCellLayout>
      </TableCell>
      <TableCell>{connection?.displayName ?? t('exports.noConnection')}</TableCell>
      <TableCell>
        {lastRun ? (
          <Link to="/runs/$id" params={{ id: lastRun.id }}>
            <StatusBadge status={lastRun.status} />
          </Link>
        ) : (
          <StatusBadge status="Not started" />
        )}
      </TableCell>
      <TableCell>
        <Moment at={refreshedAt} />
      </TableCell>
      <TableCell>
        {permission === 'edit' && connection ? (
          <Button
            size="small"
            icon={<PlayRegular />}
            onClick={start}
            disabledFocusable={busy}
            aria-label={t('exports.runNamed', { name: displayName || name })}
          >
            {t('exports.run')}
          </Button>
        ) : (
          <Text size={200}>{t('exports.viewOnly')}</Text>
        )}
      </TableCell>
    </TableRow>
  )
}
