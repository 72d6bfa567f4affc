import {
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  SpinButton,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isConflict, issueOf } from '../../app/api.ts'
import { Conflict } from '../../ui/conflict.tsx'
import { Loading } from '../../ui/loading.tsx'
import { Panel, PanelActs } from '../../ui/panel.tsx'
import { useSay } from '../../ui/said.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { Unsaved } from '../../ui/unsaved.tsx'
import { useSaveSource } from './changes.ts'
import { ColumnTypes } from './column-types.tsx'
import { DraftDatabase } from './draft-database.tsx'
import { FileReading } from './file-reading.tsx'
import { KeyField } from './key-field.tsx'
import { type Draft, lookQuery, usualMaxCorrupt } from './look.ts'
import { LookNotes } from './look-notes.tsx'
import { type Source, type SourceDefinition, sourceQuery } from './sources.ts'

const useStyles = makeStyles({
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  short: { maxWidth: '360px' },
})

/** Changes what a source reads and how: what would become corrupt is told before anything is saved. */
export function EditSource({
  source,
  version,
  onClose,
}: {
  readonly source: Source
  readonly version: string | null
  readonly onClose: () => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const say = useSay()
  const queries = useQueryClient()
  const [seen, setSeen] = useState({ definition: source.definition, version })
  const [draft, setDraft] = useState(source.definition)
  const look = useQuery(lookQuery(draft, source.name))
  const save = useSaveSource(source.name)
  const changed = JSON.stringify(draft) !== JSON.stringify(seen.definition)
  const change = (part: Partial<SourceDefinition>) => setDraft({ ...draft, ...part })
  const send = (over: string | null) =>
    save.mutate(
      { definition: draft, version: over },
      {
        onSuccess: () => {
          say(t('sources.change.saved', { name: source.name }))
          onClose()
        },
      },
    )
  const path = issueOf(look.error, 'file')
  return (
    <Panel wide title={t('sources.change.title', { name: source.name })} onClose={onClose} leave="cancel">
      <PanelActs>
        <Button
          appearance="primary"
          disabledFocusable={!changed || save.isPending || look.isFetching || look.error !== null}
          onClick={() => send(seen.version)}
        >
          {t('sources.change.save')}
        </Button>
      </PanelActs>
      <Unsaved changed={changed && !save.isSuccess} />
      <MessageBar layout="multiline">
        <MessageBarBody>{t('sources.change.reread')}</MessageBarBody>
      </MessageBar>
      {source.kind === 'postgres' && (
        <>
          <Text size={200}>{t('sources.change.secret')}</Text>
          <DraftDatabase
            draft={draft}
            act={t('sources.new.look')}
            busy={look.isFetching}
            error={look.error}
            onReady={(database) => setDraft(reading(draft, database))}
          />
        </>
      )}
      {source.kind === 'file' && !source.uploaded && (
        <Field
          className={styles.short}
          label={t('sources.change.path')}
          hint={t('sources.change.pathHint')}
          {...(path !== undefined && { validationMessage: path })}
        >
          <Input
            defaultValue={[draft.file].flat().join(', ')}
            onBlur={({ target }) => change({ file: pathsIn(target.value) })}
          />
        </Field>
      )}
      {source.kind === 'file' && (
        <FileReading draft={draft} onChange={(read) => setDraft({ ...read, key: draft.key })} />
      )}
      <SendingFailed error={look.error} unasked />
      {look.isLoading && <Loading />}
      {look.data && (
        <>
          <div className={styles.short}>
            <KeyField look={look.data} value={draft.key} onChange={(key) => change({ key })} />
          </div>
          <LookNotes look={look.data} maxCorrupt={draft.maxCorrupt ?? usualMaxCorrupt} />
          <div className={styles.part}>
            <Subtitle2 as="h2">{t('sources.new.types')}</Subtitle2>
            <ColumnTypes
              look={look.data}
              keyColumn={draft.key}
              declared={draft.columns ?? {}}
              onDeclare={(columns) => {
                const { columns: _, ...rest } = draft
                setDraft(Object.keys(columns).length > 0 ? { ...rest, columns } : rest)
              }}
            />
          </div>
          <Field className={styles.short} label={t('sources.new.maxCorrupt')}>
            <SpinButton
              min={0}
              max={100}
              step={1}
              value={Math.round((draft.maxCorrupt ?? usualMaxCorrupt) * 1000) / 10}
              onChange={(_, { value, displayValue }) => {
                const percent = value ?? Number((displayValue ?? '').replace(',', '.'))
                if (Number.isFinite(percent)) change({ maxCorrupt: Math.min(100, Math.max(0, percent)) / 100 })
              }}
            />
          </Field>
        </>
      )}
      {!isConflict(save.error) && <SendingFailed error={save.error} />}
      {isConflict(save.error) && (
        <Theirs
          name={source.name}
          mine={draft}
          onClose={() => save.reset()}
          onTake={(theirs) => {
            setSeen(theirs)
            setDraft(theirs.definition)
            save.reset()
            void queries.invalidateQueries({ queryKey: ['sources', source.name] })
          }}
          onKeep={(theirs) => send(theirs.version)}
        />
      )}
    </Panel>
  )
}

type Seen = { readonly definition: SourceDefinition; readonly version: string | null }

function Theirs({
  name,
  mine,
  onClose,
  onTake,
  onKeep,
}: {
  readonly name: string
  readonly mine: SourceDefinition
  readonly onClose: () => void
  readonly onTake: (theirs: Seen) => void
  readonly onKeep: (theirs: Seen) => void
}) {
  const { data } = useQuery({ ...sourceQuery(name), staleTime: 0 })
  if (!data) return null
  const theirs = { definition: data.value.definition, version: data.version }
  return (
    <Conflict
      mine={mine}
      theirs={theirs.definition}
      onClose={onClose}
      onTakeTheirs={() => onTake(theirs)}
      onKeepMine={() => onKeep(theirs)}
    />
  )
}

/** The same source that reads something else of a database: a table or a query, and not what it read before. */
function reading({ table: _table, query: _query, ...rest }: SourceDefinition, database: Draft): SourceDefinition {
  return { ...rest, ...database }
}

function pathsIn(text: string): string | readonly string[] {
  const paths = text
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '')
  return paths.length === 1 ? (paths[0] ?? '') : paths
}
