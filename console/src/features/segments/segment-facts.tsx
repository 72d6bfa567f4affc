import { Badge, Card, makeStyles, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { Moment } from '../../ui/moment.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { schedulesQuery } from '../schedules/schedules.ts'
import { useDisplayNames } from '../status/display-names.ts'
import { Next, Schedule } from './next.tsx'
import type { Segment, User } from './segments.ts'
import { Tags } from './tags.tsx'

const useStyles = makeStyles({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 128px), 1fr))',
    gap: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    margin: 0,
  },
  fact: { margin: 0, overflowWrap: 'anywhere' },
  label: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  large: { fontSize: tokens.fontSizeBase500, fontWeight: tokens.fontWeightSemibold },
  link: { color: tokens.colorBrandForegroundLink },
})

/** Where a segment stands, at a glance. */
export function SegmentFacts({ segment, refreshing }: { readonly segment: Segment; readonly refreshing: boolean }) {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  const { number } = useFormats()
  const { data: schedules } = useQuery(schedulesQuery(i18n.language))
  const { name, active, type, state, definition, usedBy } = segment
  const nameOf = useDisplayNames()
  const called = ({ section, name: user }: User) => nameOf(section === 'segments' ? 'segment' : 'export', user)
  const own = schedules?.segments.find((each) => each.name === name)
  const tags = definition.tags ?? []
  return (
    <Card>
      <dl className={styles.facts}>
        {fact(
          t('segment.members'),
          <span className={styles.large}>{state.members === null ? '–' : number(state.members)}</span>,
        )}
        {fact(t('segment.status'), <StatusBadge status={refreshing ? 'Refreshing' : state.status} />)}
        {fact(
          t('segment.state'),
          <Badge appearance="tint" size="large" color={active ? 'success' : 'informative'}>
            {t(active ? 'segments.active' : 'segments.inactive')}
          </Badge>,
        )}
        {fact(t('segment.type'), t(`segments.types.${type}`))}
        {fact(t('segment.refreshed'), <Moment at={state.refreshedAt} />)}
        {fact(t('segment.next'), <Next segment={segment} times={own} />)}
        {own && fact(t('segment.schedule'), <Schedule segment={segment} times={own} />)}
        {fact(t('segment.tags'), tags.length === 0 ? t('segment.noTags') : <Tags tags={tags} />)}
        {fact(
          t('segment.usedBy'),
          usedBy.length === 0
            ? t('segment.unused')
            : usedBy.map((user) => (
                <div key={`${user.section} ${user.name}`}>
                  {user.section === 'segments' ? (
                    <Link className={styles.link} to="/segments/$name" params={{ name: user.name }}>
                      {t('uses.segments', { name: called(user) })}
                    </Link>
                  ) : (
                    <Link className={styles.link} to="/exports/$name" params={{ name: user.name }}>
                      {t('uses.exports', { name: called(user) })}
                    </Link>
                  )}
                </div>
              )),
        )}
        {fact(t('app.nameInFiles'), <code>{name}</code>)}
      </dl>
    </Card>
  )

  function fact(label: string, value: ReactNode) {
    return (
      <div>
        <dt className={styles.label}>{label}</dt>
        <dd className={styles.fact}>{value}</dd>
      </div>
    )
  }
}
