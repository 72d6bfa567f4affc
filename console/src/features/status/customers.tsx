import { makeStyles, tokens } from '@fluentui/react-components'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../../app/api.ts'
import { useFormats } from '../../app/formats.ts'
import { Moment } from '../../ui/moment.tsx'
import { Pictured } from '../../ui/pictured.tsx'
import { Section } from '../../ui/section.tsx'
import type { Standing } from './status.ts'

const useStyles = makeStyles({
  big: {
    fontSize: tokens.fontSizeHero800,
    lineHeight: tokens.lineHeightHero800,
    fontWeight: tokens.fontWeightSemibold,
  },
})

type Size = { readonly rows: number; readonly refreshedAt: string }

/** How many rows the Customer table had each time they were made anew, the oldest first. */
const customersQuery = queryOptions({
  queryKey: ['customers'],
  queryFn: async ({ signal }) => {
    const { items } = await ask<{ items: readonly Size[] }>('GET', '/profiles/sizes', { signal })
    return items.map(({ rows, refreshedAt }) => ({ at: refreshedAt, value: rows })).toReversed()
  },
})

/** How many customers there are, and were. */
export function Customers({ profiles: { count, updatedAt } }: { readonly profiles: Standing }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const { data: sizes = [] } = useQuery(customersQuery)
  if (count === null) return null
  return (
    <Section title={t('home.customers')}>
      <div>
        <span className={styles.big}>{number(count)}</span> {t('home.asOf')} <Moment at={updatedAt} />
      </div>
      {sizes.length > 1 && (
        <Pictured
          label={t('home.customersOverTime')}
          kind="line"
          points={sizes}
          columns={{ at: t('home.asOf'), value: t('home.customers') }}
        />
      )}
    </Section>
  )
}
