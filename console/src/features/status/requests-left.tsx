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
  big: {
    fontSize: tokens.fontSizeHero800,
    lineHeight: tokens.lineHeightHero800,
    fontWeight: tokens.fontWeightSemibold,
  },
})

type Budget = {
  readonly applications: readonly {
    readonly connections: readonly string[]
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

/** What is left of each application's requests of the day. */
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
            {applications.map(({ connections, leftToday, requestsPerDay, resetsAt }) => (
              <div key={connections.join(' ')}>
                <span className={styles.big}>{number(leftToday)}</span>{' '}
                <Text>{t('home.ofRequests', { inAll: number(requestsPerDay), time: time(resetsAt) })}</Text>
                <ProgressBar
                  className={styles.bar}
                  value={requestsPerDay > 0 ? leftToday / requestsPerDay : 0}
                  aria-label={t('home.requests')}
                  thickness="large"
                />
                {applications.length > 1 && (
                  <Text size={200}>
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
