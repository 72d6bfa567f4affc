import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { DataTable } from '../../ui/data-table.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { Section } from '../../ui/section.tsx'
import { cellText } from '../sources/sample-rows.tsx'
import { type Card, originsQuery } from './profiles.ts'

const useStyles = makeStyles({
  value: { overflowWrap: 'anywhere', paddingBlock: tokens.spacingVerticalXS },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalXL },
})

/** Every field of a person, and where its value came from. */
export function CardFields({ card }: { readonly card: Card }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const isUnified = card.fields.some(({ source }) => source === null)
  const { data: origins = [] } = useQuery({ ...originsQuery(card.key), enabled: isUnified })
  const originOf = new Map(origins.map((origin) => [origin.field, origin]))
  return (
    <Section title={t('profiles.card.fields')}>
      <DataTable
        label={t('profiles.card.fields')}
        rows={card.fields}
        keyOf={({ name }) => name}
        minWidth="320px"
        columns={[
          { key: 'field', header: t('profiles.card.field'), width: '32%', cell: ({ name }) => name },
          {
            key: 'value',
            header: t('profiles.card.value'),
            cell: ({ name, value }) => {
              const others = originOf.get(name)?.others ?? []
              const values = others.map((other) => `${cellText(other.value)} (${other.source})`).join(', ')
              return (
                <span className={styles.value}>
                  {cellText(value)}
                  {values !== '' && (
                    <Text size={200} block>
                      {t('profiles.card.otherValues', { values })}
                    </Text>
                  )}
                </span>
              )
            },
          },
          {
            key: 'source',
            header: t('profiles.card.source'),
            width: '22%',
            cell: ({ name, source }) => source ?? originOf.get(name)?.from?.source ?? '',
          },
        ]}
      />
      <Text weight="semibold">{t('profiles.card.sources')}</Text>
      <ul className={styles.list}>
        {card.sources.map(({ source, key }) => (
          <li key={`${source} ${key}`}>{t('profiles.card.row', { source, key })}</li>
        ))}
      </ul>
    </Section>
  )
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
