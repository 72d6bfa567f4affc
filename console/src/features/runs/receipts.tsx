import { Button, makeStyles, SearchBox, Select, Tab, Text, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DataTable } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Filters } from '../../ui/filters.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { Section } from '../../ui/section.tsx'
import { Shown } from '../../ui/shown.tsx'
import { TabRow } from '../../ui/tab-row.tsx'
import { addressOf } from '../profiles/card-address.ts'
import { known } from './known.ts'
import { reasonWords, whatToDo } from './reason-words.ts'
import { leaverOutcomes, memberOutcomes, type ReceiptsAsked, receiptsFile, receiptsQuery } from './receipt-queries.ts'
import type { RunInFull } from './runs.ts'

const useStyles = makeStyles({
  pages: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
  select: { maxWidth: 'min(100%, 320px)', '& select': { maxWidth: '100%', textOverflow: 'ellipsis' } },
})

const outcomeNames = [...memberOutcomes, 'removed', 'kept'] as const

/** What became of each person, to be searched, filtered and downloaded; what is asked for stands in the address. */
export function Receipts({
  run,
  asked,
  onAsk,
}: {
  readonly run: RunInFull
  readonly asked: ReceiptsAsked
  readonly onAsk: (asked: ReceiptsAsked) => void
}) {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  const { of = 'members', outcome, reason, search } = asked
  // Where the pages before the one in sight began; of what is asked now, not of what was before.
  const key = JSON.stringify(asked)
  const [pages, setPages] = useState<{ readonly of: string; readonly cursors: readonly string[] }>()
  const cursors = pages?.of === key ? pages.cursors : []
  const query = useQuery(receiptsQuery(run.id, asked, cursors.at(-1)))
  const counts = (of === 'members' ? run.funnel?.outcomes : run.funnel?.removals) ?? {}
  const reasonsThere = new Set(
    Object.entries(counts)
      .filter(([each]) => outcome === undefined || each === outcome)
      .flatMap(([, byReason]) => Object.keys(byReason))
      .filter((each) => each !== ''),
  )
  const outcomeWords = (name: string) => {
    const word = known(outcomeNames, name)
    return word ? t(`receipts.outcomes.${word}`) : name
  }
  return (
    <Section
      title={t('receipts.title')}
      acts={
        <Button as="a" href={receiptsFile(run.id, asked)} download>
          {t('receipts.download')}
        </Button>
      }
    >
      {(run.funnel?.leavers ?? 0) > 0 && (
        <TabRow
          aria-label={t('receipts.whose')}
          selectedValue={of}
          onTabSelect={(_, { value }) => onAsk({ search, of: value === 'leavers' ? 'leavers' : undefined })}
        >
          <Tab value="members">{t('receipts.members')}</Tab>
          <Tab value="leavers">{t('receipts.leavers')}</Tab>
        </TabRow>
      )}
      <Filters>
        <SearchBox
          aria-label={t('receipts.search')}
          placeholder={t('receipts.search')}
          value={search ?? ''}
          onChange={(_, { value }) => onAsk({ ...asked, search: value || undefined })}
        />
        <Select
          className={styles.select}
          aria-label={t('receipts.outcome')}
          value={outcome ?? ''}
          onChange={(_, { value }) => onAsk({ ...asked, outcome: value || undefined, reason: undefined })}
        >
          <option value="">{t('receipts.all')}</option>
          {(of === 'members' ? memberOutcomes : leaverOutcomes).map((each) => (
            <option key={each} value={each}>
              {outcomeWords(each)}
            </option>
          ))}
        </Select>
        {(reasonsThere.size > 0 || reason !== undefined) && (
          <Select
            className={styles.select}
            aria-label={t('receipts.reason')}
            value={reason ?? ''}
            onChange={(_, { value }) => onAsk({ ...asked, reason: value || undefined })}
          >
            <option value="">{t('receipts.allReasons')}</option>
            {[...reasonsThere.add(reason ?? '')]
              .filter((each) => each !== '')
              .map((each) => (
                <option key={each} value={each}>
                  {reasonWords(each, i18n.language)}
                </option>
              ))}
          </Select>
        )}
      </Filters>
      {reason !== undefined && <Text>{whatToDo(reason, i18n.language)}</Text>}
      <Shown query={query}>
        {({ items, next }) => (
          <>
            {items.length === 0 ? (
              <Empty title={t('receipts.none')} />
            ) : (
              <DataTable
                label={t('receipts.title')}
                rows={items}
                keyOf={({ profileKey, email }) => `${profileKey} ${email}`}
                minWidth="640px"
                columns={[
                  {
                    key: 'person',
                    header: t('receipts.person'),
                    cell: ({ email, profileKey }) => (
                      <PageLink to="/data/profiles/$id" params={{ id: addressOf(profileKey) }}>
                        {email || profileKey}
                      </PageLink>
                    ),
                  },
                  {
                    key: 'outcome',
                    header: t('receipts.outcome'),
                    width: '150px',
                    cell: ({ outcome: each }) => outcomeWords(each),
                  },
                  {
                    key: 'reason',
                    header: t('receipts.reason'),
                    width: '50%',
                    cell: (each) =>
                      [each.reason && reasonWords(each.reason, i18n.language), each.detail].filter(Boolean).join(' ') ||
                      '–',
                  },
                ]}
              />
            )}
            {(next !== null || cursors.length > 0) && (
              <div className={styles.pages}>
                <Button
                  disabled={cursors.length === 0}
                  onClick={() => setPages({ of: key, cursors: cursors.slice(0, -1) })}
                >
                  {t('receipts.before')}
                </Button>
                <Button
                  disabled={next === null}
                  onClick={() => next !== null && setPages({ of: key, cursors: [...cursors, next] })}
                >
                  {t('receipts.after')}
                </Button>
              </div>
            )}
          </>
        )}
      </Shown>
    </Section>
  )
}
