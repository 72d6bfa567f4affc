import { Card, Field, makeStyles, Select, Subtitle1, Text, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Shown } from '../../ui/shown.tsx'
import { type Overlaps, overlapQuery } from './segment-looks.ts'
import { segmentsQuery } from './segments.ts'
import { Venn } from './venn.tsx'

const useStyles = makeStyles({
  choices: { display: 'flex', alignItems: 'flex-start', flexWrap: 'wrap', gap: tokens.spacingHorizontalM },
  choice: {
    minWidth: 'min(100%, 220px)',
    maxWidth: '100%',
    // Names that are longer than the screen is wide are cut off.
    gridTemplateColumns: 'minmax(0, 1fr)',
    '& select': { width: '100%', minWidth: 0 },
  },
  both: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 300px), 1fr))',
    gap: tokens.spacingHorizontalXXL,
    alignItems: 'start',
  },
})

/** How a segment overlaps with one or two others: drawn, and as a table. */
export function SegmentOverlap({
  name,
  others,
  onOthers,
}: {
  readonly name: string
  readonly others: readonly string[]
  readonly onOthers: (others: readonly string[]) => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { data: all = [] } = useQuery(segmentsQuery())
  const query = useQuery(overlapQuery(name, others))
  const comparable = all.filter((each) => each.name !== name && each.state.members !== null)
  const [second = '', third = ''] = others
  if (all.length > 0 && comparable.length === 0) return <Text>{t('segment.overlap.others')}</Text>
  return (
    <Card>
      <Subtitle1 as="h2">{t('segment.overlap.title')}</Subtitle1>
      <div className={styles.choices}>
        {choice(t('segment.overlap.with'), second, [third], (chosen) => onOthers([chosen, third].filter(Boolean)))}
        {second !== '' &&
          choice(t('segment.overlap.second'), third, [second], (chosen) => onOthers([second, chosen].filter(Boolean)))}
      </div>
      {others.length > 0 && <Shown query={query}>{(overlaps) => <Laid overlaps={overlaps} />}</Shown>}
    </Card>
  )

  function choice(label: string, chosen: string, taken: readonly string[], onChange: (name: string) => void) {
    return (
      <Field label={label} className={styles.choice} {...(chosen === '' && { hint: t('segment.overlap.hint') })}>
        <Select value={chosen} onChange={(_, { value }) => onChange(value)}>
          <option value="">{t(chosen === '' ? 'segment.overlap.choose' : 'segment.overlap.none')}</option>
          {comparable
            .filter((each) => !taken.includes(each.name))
            .map((each) => (
              <option key={each.name} value={each.name}>
                {each.displayName}
              </option>
            ))}
        </Select>
      </Field>
    )
  }
}

function Laid({ overlaps }: { readonly overlaps: Overlaps }) {
  const styles = useStyles()
  const { t, i18n } = useTranslation()
  const { number, proportion, moment } = useFormats()
  const list = new Intl.ListFormat(i18n.language)
  const nameOf = new Map(overlaps.segments.map(({ name, displayName }) => [name, displayName]))
  const all = overlaps.overlaps.reduce((sum, { people }) => sum + people, 0)
  const words = (names: readonly string[]) => {
    const told = {
      names: list.format(names.map((name) => t('segment.overlap.name', { name: nameOf.get(name) ?? name }))),
    }
    return t(names.length < overlaps.segments.length ? 'segment.overlap.only' : 'segment.overlap.both', told)
  }
  return (
    <>
      <div className={styles.both}>
        <div>
          <Venn overlaps={overlaps} />
          <Text size={200}>
            {t(overlaps.segments.length > 2 ? 'segment.overlap.notToScale' : 'segment.overlap.toScale')}
          </Text>
        </div>
        <DataTable
          label={t('segment.overlap.title')}
          rows={overlaps.overlaps}
          keyOf={({ in: names }) => names.join(' ')}
          minWidth="300px"
          columns={[
            { key: 'who', header: t('segment.overlap.who'), cell: ({ in: names }) => words(names) },
            {
              key: 'customers',
              header: t('segment.overlap.customers'),
              kind: 'number',
              width: '80px',
              cell: ({ people }) => number(people),
            },
            {
              key: 'share',
              header: t('segment.overlap.share'),
              kind: 'number',
              width: '110px',
              cell: ({ people }) => (all === 0 ? '–' : proportion(people / all)),
            },
          ]}
        />
      </div>
      <Text size={200}>
        {t('segment.overlap.refreshed', {
          names: overlaps.segments.map((each) => `${each.displayName} (${moment(each.refreshedAt)})`).join(', '),
        })}
      </Text>
    </>
  )
}
