import { Card, makeStyles, Subtitle1, Tab, TabList, Text, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Pictured } from '../../ui/pictured.tsx'
import { Shown } from '../../ui/shown.tsx'
import { sizesQuery } from './segment-looks.ts'

const spans = [7, 30, 180] as const
export type Span = (typeof spans)[number]

const useStyles = makeStyles({
  head: { display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
})

/** How a segment's size went over the last days. */
export function SizeTrend({
  name,
  days,
  onDays,
}: {
  readonly name: string
  readonly days: Span
  readonly onDays: (days: Span) => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const query = useQuery(sizesQuery(name, days))
  return (
    <Card>
      <div className={styles.head}>
        <Subtitle1 as="h2">{t('segment.trend.title')}</Subtitle1>
        <TabList
          size="small"
          aria-label={t('segment.trend.span')}
          selectedValue={String(days)}
          onTabSelect={(_, { value }) => onDays(spans.find((span) => String(span) === value) ?? 30)}
        >
          {spans.map((span) => (
            <Tab key={span} value={String(span)}>
              {t(`segment.trend.d${span}`)}
            </Tab>
          ))}
        </TabList>
      </div>
      <Shown query={query}>
        {(sizes) =>
          sizes.length < 2 ? (
            <Text>{t(sizes.length === 0 ? 'segment.trend.none' : 'segment.trend.once')}</Text>
          ) : (
            <Pictured
              label={t('segment.trend.title')}
              kind="line"
              points={sizes.map(({ members, refreshedAt }) => ({ at: refreshedAt, value: members }))}
              columns={{ at: t('segment.trend.at'), value: t('segment.trend.members') }}
            />
          )
        }
      </Shown>
    </Card>
  )
}
