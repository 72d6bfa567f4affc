import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Breakable } from '../../ui/breakable.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Moment } from '../../ui/moment.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { Section } from '../../ui/section.tsx'
import { Shown } from '../../ui/shown.tsx'
import { reasonWords } from '../runs/reason-words.ts'
import { useDisplayNames } from '../status/display-names.ts'
import { type Deliveries, deliveriesQuery } from './profiles.ts'

const useStyles = makeStyles({
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalXL },
  long: { overflowWrap: 'anywhere', paddingBlock: tokens.spacingVerticalXS },
})

const outcomes = [
  'delivered',
  'unchanged',
  'held_back',
  'rejected',
  'unconfirmed',
  'not_sent',
  'removed',
  'kept',
] as const

/** Where a person was delivered and when, what they did about it, and what became of them in the last runs. */
export function CardDeliveries({ id }: { readonly id: string }) {
  const { t } = useTranslation()
  const deliveries = useQuery(deliveriesQuery(id))
  return (
    <Shown query={deliveries}>
      {(found) => (
        <>
          <Section title={t('profiles.card.deliveries')}>
            <Claims found={found} />
            <Left found={found} />
          </Section>
          <History found={found} />
        </>
      )}
    </Shown>
  )
}

function Claims({ found: { deliveries } }: { readonly found: Deliveries }) {
  const { t } = useTranslation()
  const displayName = useDisplayNames()
  if (deliveries.length === 0) return <Text>{t('profiles.card.noDeliveries')}</Text>
  return (
    <DataTable
      label={t('profiles.card.deliveries')}
      rows={deliveries}
      keyOf={(each) => `${each.export} ${each.list} ${each.email}`}
      minWidth="460px"
      columns={[
        { key: 'list', header: t('profiles.card.list'), cell: ({ list }) => list },
        {
          key: 'export',
          header: t('profiles.card.export'),
          cell: (each) => (
            <PageLink to="/exports/$name" params={{ name: each.export }}>
              {displayName('export', each.export)}
            </PageLink>
          ),
        },
        {
          key: 'as',
          header: t('profiles.card.deliveredAs'),
          width: '34%',
          cell: ({ email }) => email && <Breakable>{email}</Breakable>,
        },
        {
          key: 'at',
          header: t('profiles.card.deliveredAt'),
          width: '96px',
          cell: ({ deliveredAt }) => <Moment at={deliveredAt} />,
        },
      ]}
    />
  )
}

function Left({ found: { lists, departures } }: { readonly found: Deliveries }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const left = lists.filter((each) => each.left !== null)
  const others = lists.filter((each) => each.others)
  if (left.length + others.length + departures.length === 0) return null
  return (
    <ul className={styles.list}>
      {departures.map(({ account, kind, since }) => (
        <li key={`account ${account} ${kind}`}>
          {kind === 'unsubscribed' || kind === 'deleted'
            ? t(`profiles.card.departed.${kind}`, { account })
            : t('profiles.card.departed.other', { account, kind })}{' '}
          {since !== null && <Moment at={since} />}
        </li>
      ))}
      {left.map(({ list, left: how }) => (
        <li key={`left ${list}`}>
          {t('profiles.card.left', { list })} {how?.since && <Moment at={how.since} />}
        </li>
      ))}
      {others.map(({ list }) => (
        <li key={`others ${list}`}>{t('profiles.card.others', { list })}</li>
      ))}
    </ul>
  )
}

function History({ found: { receipts, runsLookedThrough: runs } }: { readonly found: Deliveries }) {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  const displayName = useDisplayNames()
  const title = t('profiles.card.history', { runs })
  return (
    <Section title={title}>
      {receipts.length === 0 ? (
        <Text>{t('profiles.card.noHistory', { runs })}</Text>
      ) : (
        <DataTable
          label={title}
          rows={receipts}
          keyOf={({ run, outcome }) => `${run} ${outcome}`}
          minWidth="460px"
          columns={[
            {
              key: 'at',
              header: t('profiles.card.at'),
              width: '96px',
              cell: ({ run, at }) => (
                <PageLink to="/runs/$id" params={{ id: run }}>
                  <Moment at={at} />
                </PageLink>
              ),
            },
            { key: 'export', header: t('profiles.card.export'), cell: (each) => displayName('export', each.export) },
            {
              key: 'outcome',
              header: t('profiles.card.outcome'),
              cell: ({ outcome }) => {
                const known = outcomes.find((each) => each === outcome)
                return known ? t(`receipts.outcomes.${known}`) : outcome
              },
            },
            {
              key: 'reason',
              header: t('profiles.card.reason'),
              width: '28%',
              cell: ({ reason, detail }) => {
                const why = [reason && reasonWords(reason, i18n.language), detail].filter(Boolean).join(' ')
                return why && <span className={styles.long}>{why}</span>
              },
            },
          ]}
        />
      )}
    </Section>
  )
}
