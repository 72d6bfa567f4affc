import { Button, makeStyles, Select, Text, tokens } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ask } from '../../app/api.ts'
import { useFormats } from '../../app/formats.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/empty.tsx'
import { MoreRows, moreOf } from '../../ui/more-rows.tsx'
import { Shown } from '../../ui/shown.tsx'
import { useSourceWords } from './source-words.ts'
import { pathOf, type Source } from './sources.ts'

type CorruptRow = {
  readonly file: string
  readonly row: number
  readonly reason: string
  readonly detail: string | null
  readonly content: string | null
}

const useStyles = makeStyles({
  whole: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  filters: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  long: { overflowWrap: 'anywhere', paddingBlock: tokens.spacingVerticalXS },
})

const atOnce = 200

/** The rows that the table does not have, each with its place and why, to be filtered and downloaded. */
export function CorruptRows({
  source: { name, state },
  reason,
  onReason,
}: {
  readonly source: Source
  readonly reason: string | undefined
  readonly onReason: (reason: string | undefined) => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const { reasonWords } = useSourceWords()
  const query = useInfiniteQuery({
    queryKey: ['sources', name, 'corrupt', reason, state.refreshedAt, state.error?.at],
    queryFn: ({ pageParam, signal }) => {
      const asked = new URLSearchParams({
        limit: String(atOnce),
        ...(reason && { reason }),
        ...(pageParam && { cursor: pageParam }),
      })
      return ask<{ total: number; next: string | null; items: CorruptRow[] }>(
        'GET',
        `${pathOf(name)}/corrupt?${asked}`,
        { signal },
      )
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
  const all = Object.values(state.corruptReasons).reduce((sum, rows) => sum + rows, 0)
  return (
    <Shown query={query}>
      {({ pages }) => {
        const rows = pages.flatMap(({ items }) => items)
        const total = pages[0]?.total ?? 0
        if (total === 0 && reason === undefined) return <Empty title={t('sources.corrupt.none')} />
        return (
          <div className={styles.whole}>
            <Text>{t('sources.corrupt.text')}</Text>
            <div className={styles.filters}>
              <Select
                aria-label={t('sources.corrupt.reason')}
                value={reason ?? ''}
                onChange={(_, { value }) => onReason(value || undefined)}
              >
                <option value="">{t('sources.corrupt.all', { rows: number(all || total) })}</option>
                {Object.entries(state.corruptReasons).map(([code, count]) => (
                  <option key={code} value={code}>
                    {t('sources.corrupt.one', { reason: reasonWords(code), rows: number(count) })}
                  </option>
                ))}
              </Select>
              <Button as="a" icon={<ArrowDownloadRegular />} href={`/api/v1${pathOf(name)}/corrupt.csv`} download>
                {t('sources.corrupt.download')}
              </Button>
            </div>
            <DataTable<CorruptRow>
              label={t('sources.tabs.corrupt')}
              rows={rows}
              onEnd={moreOf(query)}
              keyOf={({ file, row }) => `${file} ${row}`}
              minWidth="900px"
              columns={[
                {
                  key: 'row',
                  header: t('sources.corrupt.row'),
                  width: '90px',
                  kind: 'number',
                  cell: ({ row }) => number(row),
                },
                {
                  key: 'reason',
                  header: t('sources.corrupt.reason'),
                  width: '200px',
                  cell: ({ reason: code }) => reasonWords(code),
                },
                {
                  key: 'detail',
                  header: t('sources.corrupt.detail'),
                  cell: ({ detail }) => <span className={styles.long}>{detail}</span>,
                },
                {
                  key: 'content',
                  header: t('sources.corrupt.content'),
                  cell: ({ content }) => (
                    <Text size={200} font="monospace" className={styles.long}>
                      {content}
                    </Text>
                  ),
                },
                {
                  key: 'file',
                  header: t('sources.corrupt.file'),
                  width: '180px',
                  cell: ({ file }) => <span className={styles.long}>{file}</span>,
                },
              ]}
            />
            <div className={styles.filters}>
              <Text role="status">
                {t('sources.corrupt.shown', { shown: number(rows.length), total: number(total) })}
              </Text>
              <MoreRows query={query} />
            </div>
          </div>
        )
      }}
    </Shown>
  )
}
