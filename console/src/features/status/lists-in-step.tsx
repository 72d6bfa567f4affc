import { makeStyles, tokens } from '@fluentui/react-components'
import { useRouteContext } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../ui/moment.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { Section } from '../../ui/section.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import type { Status } from './status.ts'

const useStyles = makeStyles({
  big: {
    fontSize: tokens.fontSizeHero800,
    lineHeight: tokens.lineHeightHero800,
    fontWeight: tokens.fontWeightSemibold,
  },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
  },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    overflowWrap: 'anywhere',
  },
  when: { display: 'block', color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
})

/** So many are looked over at a glance; the others are in the list of exports. */
const most = 8

/** Whether the lists are as they are to be, those first that are not. */
export function ListsInStep({ status: { lists, exports } }: { readonly status: Status }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const shown = exports.toSorted((a, b) => Number(a.inStep === true) - Number(b.inStep === true)).slice(0, most)
  return (
    <Section title={t('home.inStep')}>
      <span className={styles.big}>{t('home.ofLists', { inStep: lists.inStep, of: lists.of })}</span>
      <ul className={styles.list}>
        {shown.map(({ name, displayName, status: last, updatedAt }) => (
          <li key={name} className={styles.row}>
            <span>
              <PageLink to="/exports/$name" params={{ name }}>
                {displayName ?? name}
              </PageLink>
              <span className={styles.when}>
                <Moment at={updatedAt} />
              </span>
            </span>
            <StatusBadge status={last} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** What runs by itself next. */
export function ComesNext({ status: { exports } }: { readonly status: Status }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { me } = useRouteContext({ from: '/signed-in' })
  const next = exports
    .flatMap(({ next: at, ...each }) => (at === null ? [] : [{ ...each, at }]))
    .toSorted((a, b) => a.at.localeCompare(b.at))
  return (
    <Section title={t('home.next')}>
      {next.length === 0 && (
        <span>
          {t('home.noNext')}{' '}
          {me.role === 'administrator' && (
            <PageLink to="/administrator/system/schedule" inline>
              {t('home.toSchedule')}
            </PageLink>
          )}
        </span>
      )}
      <ul className={styles.list}>
        {next.slice(0, most).map(({ name, displayName, at }) => (
          <li key={name} className={styles.row}>
            <PageLink to="/exports/$name" params={{ name }}>
              {displayName ?? name}
            </PageLink>
            <Moment at={at} />
          </li>
        ))}
      </ul>
    </Section>
  )
}
