import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { useCellText } from '../../app/use-cell-text.ts'
import { Breakable } from '../../ui/breakable.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Fold } from '../../ui/fold.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { Section } from '../../ui/section.tsx'
import { addressOf } from './card-address.ts'
import { type Card, type FieldOrigin, type Origins, originsQuery } from './profiles.ts'
import { rowsHash } from './row-names.ts'

const useStyles = makeStyles({
  value: { overflowWrap: 'anywhere', paddingBlock: tokens.spacingVerticalXS },
  empty: { color: tokens.colorNeutralForeground2 },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalXL },
})

/** So many of a cluster are named. */
const shownOthers = 10

/** The fields of a person that have a value, and where it came from; those without stand there by name alone. */
export function CardFields({ card }: { readonly card: Card }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const isUnified = card.fields.some(({ source }) => source === null)
  const { data: origins } = useQuery({ ...originsQuery(card.key), enabled: isUnified })
  const chosenBy = useChosenBy()
  const cellText = useCellText()
  const { number } = useFormats()
  const originOf = new Map(origins?.fields.map((origin) => [origin.field, origin]))
  const textOf = (field: Card['fields'][number]) => cellText(field.value, field)
  const filled = card.fields.filter((field) => textOf(field) !== '')
  const empty = card.fields.filter((field) => textOf(field) === '').map(({ name }) => name)
  /** The values that other rows have instead, each once, with the tables that have it. */
  const othersOf = (field: Card['fields'][number]) =>
    [...Map.groupBy(originOf.get(field.name)?.others ?? [], ({ value }) => cellText(value, field))]
      .filter(([text]) => text !== textOf(field))
      .map(([text, rows]) => `${text} (${[...new Set(rows.map(({ source }) => source))].join(', ')})`)
  return (
    <Section title={t('profiles.card.fields')}>
      <DataTable
        label={t('profiles.card.fields')}
        rows={filled}
        keyOf={({ name }) => name}
        minWidth="320px"
        columns={[
          { key: 'field', header: t('profiles.card.field'), width: '28%', cell: ({ name }) => name },
          {
            key: 'value',
            header: t('profiles.card.value'),
            cell: (field) => {
              const others = othersOf(field)
              return (
                <span className={styles.value}>
                  <Breakable>{textOf(field)}</Breakable>
                  {others.length > 0 && (
                    <Text size={200} block>
                      <Breakable>{t('profiles.card.otherValues', { values: others.join(', ') })}</Breakable>
                    </Text>
                  )}
                </span>
              )
            },
          },
          {
            key: 'source',
            header: t('profiles.card.source'),
            width: '30%',
            cell: (field) => {
              const origin = originOf.get(field.name)
              if (field.source !== null || !origin?.from) return field.source
              return (
                <span className={styles.value}>
                  {origin.from.source}
                  {othersOf(field).length > 0 && (
                    <Text size={200} block>
                      {chosenBy(origin)}
                    </Text>
                  )}
                </span>
              )
            },
          },
        ]}
      />
      {empty.length > 0 && (
        <Fold head={t('profiles.card.emptyFields', { count: empty.length, n: number(empty.length) })}>
          <Text className={mergeClasses(styles.value, styles.empty)}>{empty.join(', ')}</Text>
        </Fold>
      )}
      <Text weight="semibold">{t('profiles.card.sources')}</Text>
      <CardRows card={card} origins={origins} />
    </Section>
  )
}

/** The rows that a person is made of, those that stand for their tables first told apart, and why they are one. */
function CardRows({
  card: { sources, key: me },
  origins,
}: {
  readonly card: Card
  readonly origins: Origins | undefined
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const rows = origins?.rows ?? sources.map((row) => ({ ...row, winner: true }))
  const [first] = rows
  const isSeveral = (source: string) => rows.filter((row) => row.source === source).length > 1
  return (
    <>
      <ul className={styles.list}>
        {rows.map(({ source, key, winner }) => (
          <li key={`${source} ${key}`}>
            {t('profiles.card.row', { source, key })}
            {isSeveral(source) && ` (${t(winner ? 'profiles.card.winner' : 'profiles.card.alternate')})`}
            {origins && first && !(first.source === source && first.key === key) && (
              <>
                {' '}
                <PageLink inline to="/data/unify/why" hash={rowsHash([first, { source, key }])}>
                  {t('profiles.card.why', { source: first.source, key: first.key })}
                </PageLink>
              </>
            )}
          </li>
        ))}
      </ul>
      {origins?.clusters
        .map(({ name, people }) => ({ name, others: people.filter((id) => id !== me) }))
        .filter(({ others }) => others.length > 0)
        .map(({ name, others }) => (
          <div key={name} className={styles.value}>
            {t('profiles.card.cluster', { name })}{' '}
            {others.slice(0, shownOthers).map((id, at) => (
              <span key={id}>
                {at > 0 && ', '}
                <PageLink inline to="/data/profiles/$id" params={{ id: addressOf(id) }}>
                  {id}
                </PageLink>
              </span>
            ))}
            {others.length > shownOthers && ' …'}
          </div>
        ))}
      {origins && origins.previousIds.length > 0 && (
        <Text size={200} className={styles.value}>
          {t('profiles.card.previousIds', { ids: origins.previousIds.join(', ') })}
        </Text>
      )}
    </>
  )
}

/** Why the value of a field is that of this table, and no other's. */
function useChosenBy(): (origin: FieldOrigin) => string {
  const { t } = useTranslation()
  return ({ field, merge, group }) => {
    const others = group.filter((each) => each !== field)
    const how =
      typeof merge === 'object' && 'mostRecent' in merge
        ? t('profiles.card.newest', { field: merge.mostRecent })
        : typeof merge === 'object' && 'leastRecent' in merge
          ? t('profiles.card.oldest', { field: merge.leastRecent })
          : t('profiles.card.firstTable')
    return others.length > 0 ? `${how}, ${t('profiles.card.along', { fields: others.join(', ') })}` : how
  }
}

/** The segments that a person is in. */
export function CardSegments({ card }: { readonly card: Card }) {
  const styles = useStyles()
  const { t } = useTranslation()
  return (
    <Section title={t('profiles.card.segments')}>
      {card.segments.length === 0 ? (
        <Text>{t('profiles.card.noSegments')}</Text>
      ) : (
        <ul className={styles.list}>
          {card.segments.map(({ name, displayName }) => (
            <li key={name}>
              <PageLink to="/segments/$name" params={{ name }}>
                {displayName}
              </PageLink>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
