import { Badge, makeStyles, Text, Tooltip, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Moment } from '../../ui/moment.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { schedulesQuery } from '../schedules/schedules.ts'
import { Next, Schedule } from './next.tsx'
import { SegmentMenu } from './segment-menu.tsx'
import type { Segment } from './segments.ts'
import { Tags } from './tags.tsx'
import type { SegmentActs } from './use-segment-acts.tsx'

const useStyles = makeStyles({
  name: {
    color: tokens.colorBrandForegroundLink,
    textDecorationLine: 'none',
    ':hover': { textDecorationLine: 'underline' },
  },
  under: { display: 'block', color: tokens.colorNeutralForeground3 },
})

/** Segments under their columns, chosen by checkbox where `choose` is given. */
export function SegmentsTable({
  segments,
  sort,
  onSort,
  acts,
  chosen,
  choose,
}: {
  readonly segments: readonly Segment[]
  readonly sort: string
  readonly onSort: (sort: string) => void
  readonly acts: SegmentActs
  readonly chosen: ReadonlySet<string>
  /** Missing for whoever may only look. */
  readonly choose?: (chosen: ReadonlySet<string>) => void
}) {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  const { number } = useFormats()
  const { data: schedules } = useQuery(schedulesQuery(i18n.language))
  const timesOf = new Map(schedules?.segments.map((each) => [each.name, each]))
  const displayNames = new Map(segments.map(({ name, displayName }) => [name, displayName]))
  const tagsColumn: Column<Segment> = {
    key: 'tags',
    header: t('segments.columns.tags'),
    width: '9%',
    sortable: false,
    cell: ({ definition: { tags = [] } }) => tags.length > 0 && <Tags tags={tags} />,
  }
  const areTagged = segments.some(({ definition: { tags = [] } }) => tags.length > 0)
  const columns: readonly Column<Segment>[] = [
    {
      key: 'displayName',
      header: t('segments.columns.displayName'),
      cell: ({ name, displayName, managedBy }) => (
        <span>
          <Link to="/segments/$name" params={{ name }} className={styles.name}>
            {displayName}
          </Link>
          {managedBy !== null && (
            <Text size={200} className={styles.under}>
              {t('segments.managedBy', { file: managedBy.split('/').at(-1) ?? managedBy })}
            </Text>
          )}
        </span>
      ),
    },
    // The room of what nobody uses yet is the names'.
    ...(areTagged ? [tagsColumn] : []),
    {
      key: 'active',
      header: t('segments.columns.active'),
      width: '84px',
      sortable: false,
      cell: ({ active }) => (
        <Badge appearance="tint" size="large" color={active ? 'success' : 'informative'}>
          {t(active ? 'segments.active' : 'segments.inactive')}
        </Badge>
      ),
    },
    {
      key: 'type',
      header: t('segments.columns.type'),
      width: '86px',
      sortable: false,
      cell: ({ type }) => t(`segments.types.${type}`),
    },
    {
      key: 'status',
      header: t('segments.columns.status'),
      width: '124px',
      cell: ({ name, state }) =>
        acts.refreshing.has(name) ? (
          <StatusBadge status="Refreshing" />
        ) : state.error ? (
          <Tooltip content={state.error.message} relationship="description">
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the reason is read by keyboard, too */}
            <span tabIndex={0}>
              <StatusBadge status={state.status} />
            </span>
          </Tooltip>
        ) : (
          <StatusBadge status={state.status} />
        ),
    },
    {
      key: 'members',
      header: t('segments.columns.members'),
      width: '96px',
      kind: 'number',
      cell: ({ state: { members } }) => (members === null ? '–' : number(members)),
    },
    {
      key: 'refreshedAt',
      header: t('segments.columns.refreshedAt'),
      width: '108px',
      cell: ({ state: { refreshedAt } }) => <Moment at={refreshedAt} />,
    },
    {
      key: 'schedule',
      header: t('segments.columns.schedule'),
      width: '188px',
      sortable: false,
      cell: (segment) => {
        const times = timesOf.get(segment.name)
        return (
          <span>
            <Schedule segment={segment} times={times} />
            <Text size={200} className={styles.under}>
              {times?.next[0] !== undefined && segment.active && `${t('segment.next')}: `}
              <Next segment={segment} times={times} />
            </Text>
          </span>
        )
      },
    },
    {
      key: 'acts',
      header: t('segments.columns.acts'),
      width: '92px',
      sortable: false,
      cell: (segment) => <SegmentMenu segment={segment} acts={acts} mayEdit={choose !== undefined} />,
    },
  ]
  return (
    <DataTable
      label={t('segments.title')}
      columns={columns}
      rows={segments}
      keyOf={({ name }) => name}
      sort={sort}
      onSort={onSort}
      minWidth="1000px"
      {...(choose && {
        selection: {
          chosen,
          choose,
          nameOf: (name: string) => t('segments.choose', { name: displayNames.get(name) ?? name }),
        },
      })}
    />
  )
}
