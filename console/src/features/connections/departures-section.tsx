import { Button, Field, Input, makeStyles, Select, Text, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { Form } from '../../ui/form.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/section.tsx'
import { Shown } from '../../ui/shown.tsx'
import {
  type Departed,
  type Departure,
  type DeparturesAsked,
  type DeparturesBook,
  departureKinds,
  departuresQuery,
} from './departures.ts'
import { EndDeparture } from './end-departure.tsx'

const useStyles = makeStyles({
  filters: { display: 'flex', flexWrap: 'wrap', alignItems: 'flex-end', gap: tokens.spacingHorizontalM },
})

type Asking = {
  readonly name: string
  readonly asked: DeparturesAsked
  readonly onAsk: (asked: DeparturesAsked) => void
}

/** Who departed on Constant Contact's side, and ending that with a reason. */
export function Departures({ name, asked, onAsk }: Asking) {
  const styles = useStyles()
  const { t } = useTranslation()
  const query = useQuery(departuresQuery(name, asked))
  return (
    <Section title={t('connections.departures.title')}>
      <Text>{t('connections.departures.lead')}</Text>
      <Form onSend={({ email = '' }) => onAsk({ email: email.trim() || undefined })}>
        <div className={styles.filters}>
          <Field label={t('connections.departures.kind')}>
            <Select
              value={asked.kind ?? ''}
              onChange={(_, { value }) => onAsk({ kind: departureKinds.find((each) => each === value) })}
            >
              <option value="">{t('connections.departures.all')}</option>
              {departureKinds.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`connections.departures.kinds.${kind}`)}
                </option>
              ))}
            </Select>
          </Field>
          <Field label={t('connections.departures.email')}>
            <Input name="email" type="search" defaultValue={asked.email ?? ''} />
          </Field>
          <Button type="submit">{t('app.search')}</Button>
        </div>
      </Form>
      <Shown query={query}>{(book) => <Book name={name} book={book} asked={asked} />}</Shown>
    </Section>
  )
}

function Book({
  name,
  book: { people, events, departures },
  asked,
}: {
  readonly name: string
  readonly book: DeparturesBook
  readonly asked: DeparturesAsked
}) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const [ending, setEnding] = useState<Departed>()
  const together = events.filter((each) => each.people > 1)
  const columns: readonly Column<Departure>[] = [
    { key: 'email', header: t('signIn.email'), cell: ({ email }) => email ?? '—' },
    { key: 'kind', header: t('connections.departures.kind'), width: '150px', cell: ({ kind }) => kindWords(kind) },
    {
      key: 'since',
      header: t('connections.departures.since'),
      width: '150px',
      cell: ({ since }) => (since === null ? '—' : <Moment at={since} />),
    },
    {
      key: 'list',
      header: t('connections.departures.list'),
      cell: ({ list, listName }) => listName ?? list ?? t('connections.departures.whole'),
    },
    {
      key: 'act',
      header: '',
      width: '110px',
      cell: ({ email }) =>
        // A masked address names nobody: to end it, it is searched for in full.
        email === null || email.includes('…') ? null : (
          <Button
            size="small"
            aria-label={t('connections.departures.endNamed', { email })}
            onClick={() => setEnding({ email })}
          >
            {t('connections.departures.end')}
          </Button>
        ),
    },
  ]
  if (people === 0) {
    return (
      <Text>{t(asked.kind || asked.email ? 'connections.departures.noneFound' : 'connections.departures.none')}</Text>
    )
  }
  return (
    <>
      <Text>{t('connections.departures.count', { people: number(people) })}</Text>
      {together.map(({ event, list, listName, since, people: many }) => (
        <Notice
          key={event}
          title={t('connections.departures.together')}
          act={
            <Button onClick={() => setEnding({ event })}>
              {t('connections.departures.endEvent', { people: number(many) })}
            </Button>
          }
        >
          {t('connections.departures.togetherText', { people: number(many), list: listName ?? list })}{' '}
          {since && <Moment at={since} />}
        </Notice>
      ))}
      <DataTable
        label={t('connections.departures.title')}
        columns={columns}
        rows={departures}
        keyOf={({ email, list, kind, event }) => [email, list, kind, event].join(' ')}
      />
      {ending && <EndDeparture name={name} who={ending} onClose={() => setEnding(undefined)} />}
    </>
  )

  function kindWords(kind: string): string {
    const known = departureKinds.find((each) => each === kind)
    return known ? t(`connections.departures.kinds.${known}`) : kind
  }
}
