import { makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../../app/api.ts'
import { useFormats } from '../../app/formats.ts'
import { live } from '../../app/live.ts'
import { Section } from '../../ui/section.tsx'
import { Shown } from '../../ui/shown.tsx'
import { useDisplayNames } from './display-names.ts'

const useStyles = makeStyles({
  bar: { marginTop: tokens.spacingVerticalS },
  under: { display: 'block', marginTop: tokens.spacingVerticalXS, color: tokens.colorNeutralForeground2 },
  big: {
    fontSize: tokens.fontSizeHero800,
    lineHeight: tokens.lineHeightHero800,
    fontWeight: tokens.fontWeightSemibold,
  },
})

type Budget = {
  readonly applications: readonly {
    readonly connections: readonly string[]
    readonly usedToday: number
    readonly leftToday: number
    readonly requestsPerDay: number
    readonly resetsAt: string
  }[]
}

const budgetLeftQuery = queryOptions({
  queryKey: ['budget', 'left'],
  queryFn: ({ signal }) => ask<Budget>('GET', '/budget', { signal }),
  ...live({ of: ['budget', 'connection'], every: 30_000 }),
})

/** What is left of each application's requests of the day; the bar fills as they are used. */
export function RequestsLeft() {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number, time } = useFormats()
  const displayName = useDisplayNames()
  const query = useQuery(budgetLeftQuery)
  return (
    <Shown query={query}>
      {({ applications }) =>
        applications.length === 0 ? null : (
          <Section title={t('home.requests')}>
            {applications.map(({ connections, usedToday, leftToday, requestsPerDay, resetsAt }) => (
              <div key={connections.join(' ')}>
                <span className={styles.big}>{number(leftToday)}</span>{' '}
                <Text>{t('home.ofRequests', { inAll: number(requestsPerDay) })}</Text>
                <ProgressBar
                  className={styles.bar}
                  value={requestsPerDay > 0 ? usedToday / requestsPerDay : 0}
                  aria-label={t('home.requestsUsedToday')}
                  thickness="large"
                />
                <Text size={200} className={styles.under}>
                  {t('home.requestsUsed', { used: number(usedToday), time: time(resetsAt) })}
                </Text>
                {applications.length > 1 && (
                  <Text size={200} className={styles.under}>
                    {t('home.requestsOf', {
                      connections: connections.map((name) => displayName('connection', name)).join(', '),
                    })}
                  </Text>
                )}
              </div>
            ))}
          </Section>
        )
      }
    </Shown>
  )
}
