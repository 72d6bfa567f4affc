import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Moment } from '../../ui/moment.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { NextTime } from '../schedules/next-time.tsx'
import { schedulesQuery } from '../schedules/schedules.ts'
import { ExportMenu, type MenuAct } from './export-menu.tsx'
import { ExportStatus } from './export-status.tsx'
import { type ExportSort, followsRefresh, type SegmentExport } from './exports.ts'
import { segmentChoicesQuery } from './set-up/choices.ts'

const useStyles = makeStyles({
  two: { display: 'flex', flexDirection: 'column', padding: `${tokens.spacingVerticalXS} 0`, minWidth: 0 },
  less: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  // Of many segments the first ones tell enough; all of them stand on the export's page.
  twoLines: { display: '-webkit-box', overflow: 'hidden', WebkitBoxOrient: 'vertical', WebkitLineClamp: 2 },
})

/** The exports with every column of the source's list (feature map, X2); the schedule says when it comes next. */
export function ExportTable({
  rows,
  sort,
  onSort,
  onAct,
  selection,
}: {
  readonly rows: readonly SegmentExport[]
  readonly sort: ExportSort
  readonly onSort: (sort: string) => void
  readonly onAct: (act: MenuAct, of: SegmentExport) => void
  /** Whoever may change nothing chooses nothing. */
  readonly selection?: { readonly chosen: ReadonlySet<string>; readonly choose: (chosen: ReadonlySet<string>) => void }
}) {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  // The list has its sentences in the language of the server.
  const { data: schedules } = useQuery(schedulesQuery(i18n.language))
  const sentences = new Map(schedules?.exports.map(({ name, sentence }) => [name, sentence]))
  const { data: segments = [] } = useQuery(segmentChoicesQuery)
  const segmentNames = new Map(segments.map(({ name, displayName }) => [name, displayName]))
  const namesOf = (names: readonly string[]) => names.map((name) => segmentNames.get(name) ?? name).join(', ')
  const columns: readonly Column<SegmentExport>[] = [
    {
      key: 'displayName',
      header: t('exports.columns.displayName'),
      cell: ({ name, displayName, definition }) => (
        <span className={styles.two}>
          <PageLink to="/exports/$name" params={{ name }}>
            {displayName}
          </PageLink>
          <Text size={200} className={mergeClasses(styles.less, styles.twoLines)} title={namesOf(definition.segments)}>
            {namesOf(definition.segments)}
          </Text>
        </span>
      ),
    },
    {
      key: 'connection',
      header: t('exports.columns.connection'),
      width: '120px',
      cell: ({ connection }) =>
        connection ? (
          <span className={styles.two}>
            <span>{connection.displayName}</span>
            <Text size={200} className={styles.less}>
              {t('exports.types.constant-contact')}
            </Text>
          </span>
        ) : (
          t('exports.noConnection')
        ),
    },
    { key: 'status', header: t('exports.columns.status'), width: '130px', cell: (row) => <ExportStatus of={row} /> },
    {
      key: 'refreshedAt',
      header: t('exports.columns.refreshedAt'),
      width: '150px',
      cell: ({ refreshedAt }) => <Moment at={refreshedAt} />,
    },
    {
      // Sorted by when it comes next, which tells more than its words do.
      key: 'next',
      header: t('exports.columns.schedule'),
      width: '188px',
      cell: (row) => (
        <span className={styles.two}>
          <span>{sentences.get(row.name) ?? row.schedule}</span>
          <Text size={200} className={styles.less}>
            {row.next !== null && `${t('exports.columns.next')}: `}
            <NextTime at={row.next} withRefresh={followsRefresh(row)} />
          </Text>
        </span>
      ),
    },
    {
      key: 'permission',
      header: t('exports.columns.permission'),
      width: '100px',
      cell: ({ permission }) => t(`exports.permission.${permission}`),
    },
    {
      key: 'acts',
      header: t('exports.columns.acts'),
      width: '88px',
      sortable: false,
      cell: (row) => <ExportMenu of={row} onAct={(act) => onAct(act, row)} />,
    },
  ]
  const nameOf = (name: string) =>
    t('exports.choose', { name: rows.find((row) => row.name === name)?.displayName ?? name })
  return (
    <DataTable
      label={t('nav.exports')}
      columns={columns}
      rows={rows}
      keyOf={({ name }) => name}
      sort={sort}
      onSort={onSort}
      {...(selection && { selection: { ...selection, nameOf } })}
      minWidth="1000px"
    />
  )
}
