import { Button, Field, Input, Select, Text } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isConflict, issueOf } from '../../app/api.ts'
import { Conflict } from '../../ui/conflict.tsx'
import { Panel, PanelActs } from '../../ui/panel.tsx'
import { useSay } from '../../ui/said.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { Unsaved } from '../../ui/unsaved.tsx'
import {
  type End,
  endOf,
  type Relationship,
  refOf,
  relationshipQuery,
  type Table,
  useSaveRelationship,
} from './tables.ts'

const nothing: End = { table: '', column: '' }

/** Adds a relationship, or changes one from what was seen of it. */
export function RelationshipPanel({
  relationship,
  tables,
  nameOf,
  onClose,
}: {
  readonly relationship: Relationship | undefined
  readonly tables: readonly Table[]
  readonly nameOf: (table: string) => string
  readonly onClose: () => void
}) {
  const { t } = useTranslation()
  const say = useSay()
  const seen = relationship?.definition
  const [version, setVersion] = useState(relationship && `"${relationship.version}"`)
  const [typed, setTyped] = useState<string>()
  const [from, setFrom] = useState(seen ? endOf(seen.from, tables) : nothing)
  const [to, setTo] = useState(seen ? endOf(seen.to, tables) : nothing)
  const save = useSaveRelationship()
  const name = relationship?.name ?? typed ?? (from.table && to.table ? `${from.table}-${to.table}` : '')
  const definition = { from: refOf(from), to: refOf(to) }
  const whole = name !== '' && from.column !== '' && to.column !== ''
  const changed = from.table + from.column + to.table + to.column !== '' && !sameAs(seen, from, to, tables)
  const send = (over: string | null | undefined) =>
    save.mutate(
      { name, definition, ...(over !== undefined && { version: over }) },
      {
        onSuccess: () => {
          say(t('tables.relationship.saved', { name }))
          onClose()
        },
      },
    )
  return (
    <Panel
      title={relationship ? t('tables.relationship.edit', { name }) : t('tables.relationship.add')}
      onClose={onClose}
      leave="cancel"
    >
      <PanelActs>
        <Button
          appearance="primary"
          disabledFocusable={!whole || !changed || save.isPending}
          onClick={() => send(version)}
        >
          {t('app.save')}
        </Button>
      </PanelActs>
      <Unsaved changed={changed && !save.isSuccess} />
      <Text>{t('tables.relationship.text')}</Text>
      <EndFields
        words={{ table: t('tables.relationship.fromTable'), column: t('tables.relationship.fromColumn') }}
        end={from}
        tables={tables}
        nameOf={nameOf}
        wrong={issueOf(save.error, 'from')}
        onChange={setFrom}
      />
      <EndFields
        words={{ table: t('tables.relationship.toTable'), column: t('tables.relationship.toColumn') }}
        end={to}
        tables={tables}
        nameOf={nameOf}
        wrong={issueOf(save.error, 'to')}
        onChange={(end) =>
          // It is the key that one row is found by.
          setTo(
            end.column === ''
              ? { ...end, column: tables.find(({ name: each }) => each === end.table)?.key ?? '' }
              : end,
          )
        }
      />
      {!relationship && (
        <Field label={t('app.nameInFiles')} hint={t('tables.relationship.nameHint')} required>
          <Input value={name} maxLength={100} autoComplete="off" onChange={(_, { value }) => setTyped(value)} />
        </Field>
      )}
      {!isConflict(save.error) && <SendingFailed error={save.error} />}
      {relationship && isConflict(save.error) && (
        <Theirs
          name={name}
          mine={definition}
          onClose={() => save.reset()}
          onTake={(theirs, seenNow) => {
            setFrom(endOf(theirs.definition.from, tables))
            setTo(endOf(theirs.definition.to, tables))
            setVersion(seenNow ?? undefined)
            save.reset()
          }}
          onKeep={(seenNow) => send(seenNow)}
        />
      )}
    </Panel>
  )
}

function sameAs(seen: Relationship['definition'] | undefined, from: End, to: End, tables: readonly Table[]): boolean {
  if (!seen) return false
  return JSON.stringify([endOf(seen.from, tables), endOf(seen.to, tables)]) === JSON.stringify([from, to])
}

function Theirs({
  name,
  mine,
  onClose,
  onTake,
  onKeep,
}: {
  readonly name: string
  readonly mine: Relationship['definition']
  readonly onClose: () => void
  readonly onTake: (theirs: Relationship, version: string | null) => void
  readonly onKeep: (version: string | null) => void
}) {
  const { data } = useQuery({ ...relationshipQuery(name), staleTime: 0 })
  if (!data) return null
  return (
    <Conflict
      mine={mine}
      theirs={data.value.definition}
      onClose={onClose}
      onTakeTheirs={() => onTake(data.value, data.version)}
      onKeepMine={() => onKeep(data.version)}
    />
  )
}

function EndFields({
  words,
  end,
  tables,
  nameOf,
  wrong,
  onChange,
}: {
  readonly words: { readonly table: string; readonly column: string }
  readonly end: End
  readonly tables: readonly Table[]
  readonly nameOf: (table: string) => string
  readonly wrong: string | undefined
  readonly onChange: (end: End) => void
}) {
  const { t } = useTranslation()
  const columns = tables.find(({ name }) => name === end.table)?.columns ?? []
  const isKnown = columns.some(({ name }) => name === end.column)
  return (
    <>
      <Field label={words.table} required>
        <Select value={end.table} onChange={(_, { value }) => onChange({ table: value, column: '' })}>
          <option value="" disabled>
            {t('tables.relationship.choose')}
          </option>
          {tables.map(({ name }) => (
            <option key={name} value={name}>
              {nameOf(name)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={words.column} required {...(wrong !== undefined && { validationMessage: wrong })}>
        <Select value={end.column} onChange={(_, { value }) => onChange({ ...end, column: value })}>
          <option value="" disabled>
            {t('tables.relationship.choose')}
          </option>
          {end.column !== '' && !isKnown && <option value={end.column}>{end.column}</option>}
          {columns.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
    </>
  )
}
