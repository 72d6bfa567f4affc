import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { ArrowDownloadRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { useCellText } from '../../app/use-cell-text.ts'
import { Breakable } from '../../ui/breakable.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Shown } from '../../ui/shown.tsx'
import { widthOf } from '../../ui/width-of.ts'
import { memberColumns } from './member-columns.ts'
import { membersQuery } from './segment-looks.ts'
import { segmentPath } from './segments.ts'

type Member = Readonly<Record<string, unknown>>

const useStyles = makeStyles({
  whole: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
  },
})

/** The first hundred members by what they are called, with their other columns, and all of them to download. */
export function MemberSample({
  name,
  masked,
  onRules,
}: {
  readonly name: string
  /** Whether whoever looks may see addresses masked only. */
  readonly masked: boolean
  readonly onRules: () => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const cellText = useCellText()
  const query = useQuery(membersQuery(name))
  return (
    <Shown query={query}>
      {(sample) => {
        if (!sample) return <Empty title={t('segment.notRefreshed')} />
        if (sample.total === 0) {
          return (
            <Empty
              title={t('segment.sample.none')}
              act={<Button onClick={onRules}>{t('segment.sample.toRules')}</Button>}
            >
              {t('segment.sample.noneText')}
            </Empty>
          )
        }
        const rows = sample.items.map((member, at) => ({ key: String(at), member }))
        const columns = memberColumns(sample, t('segment.sample.name'), cellText)
        const widths = columns.map(({ header, text }) => widthOf([header, ...sample.items.map(text)]))
        const told = { shown: number(rows.length), total: number(sample.total) }
        return (
          <div className={styles.whole}>
            <div className={styles.head}>
              <Text>
                {t(rows.length < sample.total ? 'segment.sample.shown' : 'segment.sample.all', told)}{' '}
                {masked && t('segment.sample.masked')}
              </Text>
              <Button as="a" icon={<ArrowDownloadRegular />} href={`/api/v1${segmentPath(name)}/members.csv`} download>
                {t('segment.sample.download')}
              </Button>
            </div>
            <DataTable
              label={t('segment.tabs.members')}
              columns={columns.map(({ key, header, text }, at) => ({
                key,
                header,
                width: `${widths[at]}px`,
                cell: ({ member }: { readonly member: Member }) => <Breakable>{text(member)}</Breakable>,
              }))}
              rows={rows}
              keyOf={({ key }) => key}
              minWidth={`${widths.reduce((sum, width) => sum + width, 0)}px`}
            />
          </div>
        )
      }}
    </Shown>
  )
}
