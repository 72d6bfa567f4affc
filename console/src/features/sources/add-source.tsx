import { MessageBar, MessageBarBody, makeStyles, Tab, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Panel } from '../../ui/panel.tsx'
import { useSay } from '../../ui/said.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { TabRow } from '../../ui/tab-row.tsx'
import type { Role } from '../session/me.ts'
import { type Beginning, useAddSource } from './changes.ts'
import { DeclareSource } from './declare-source.tsx'
import { DraftDatabase } from './draft-database.tsx'
import { DraftFile } from './draft-file.tsx'
import { FileReading } from './file-reading.tsx'
import { type Draft, lookQuery } from './look.ts'
import { proposedName } from './proposed-name.ts'
import type { SourceDefinition } from './sources.ts'

export type Way = 'file' | 'postgres'

const useStyles = makeStyles({
  way: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

/** Adds a source: where its data are, what they look like, and what they are to be here. */
export function AddSource({
  way,
  isFirst,
  role,
  onWay,
  onClose,
  onAdded,
}: {
  readonly way: Way
  /** Nothing is configured yet, so that it becomes the Customer table. */
  readonly isFirst: boolean
  readonly role: Role
  readonly onWay: (way: Way) => void
  readonly onClose: () => void
  readonly onAdded: (name: string) => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const say = useSay()
  const [found, setFound] = useState<{ readonly draft: Draft; readonly name: string }>()
  const look = useQuery(lookQuery(found?.draft))
  // What was looked at before is of another file, or was read otherwise: nothing is proposed from that.
  const isLooking = look.isLoading || look.isPlaceholderData
  const add = useAddSource()
  if (isFirst && role !== 'administrator') {
    return (
      <Panel title={t('sources.new.title')} onClose={onClose}>
        <MessageBar layout="multiline">
          <MessageBarBody>{t('sources.new.nothingYet')}</MessageBarBody>
        </MessageBar>
      </Panel>
    )
  }
  const save = (name: string, definition: SourceDefinition, beginning: Beginning | undefined) =>
    add.mutate(
      { name, definition, beginning },
      {
        onSuccess: () => {
          say(t('sources.new.saved', { name }))
          onAdded(name)
        },
      },
    )
  return (
    <Panel wide title={t('sources.new.title')} onClose={onClose} leave="cancel">
      <TabRow
        selectedValue={way}
        aria-label={t('sources.new.way')}
        onTabSelect={(_, { value }) => {
          setFound(undefined)
          onWay(value === 'postgres' ? 'postgres' : 'file')
        }}
      >
        <Tab value="file">{t('sources.new.file')}</Tab>
        <Tab value="postgres">{t('sources.new.postgres')}</Tab>
      </TabRow>
      <div className={styles.way}>
        {way === 'file' ? (
          <DraftFile onSent={({ file, called }) => setFound({ draft: { file }, name: proposedName(called) })} />
        ) : (
          <DraftDatabase
            draft={{}}
            act={t('sources.new.look')}
            busy={look.isFetching}
            error={look.error}
            onReady={(draft) => setFound({ draft, name: proposedName(draft.table?.split('.').at(-1) ?? '') })}
          />
        )}
        {found && way === 'file' && (
          <FileReading draft={found.draft} onChange={(draft) => setFound({ ...found, draft })} />
        )}
        <SendingFailed error={look.error} unasked />
        {found && isLooking && (
          <MessageBar role="status">
            <MessageBarBody>{t('sources.new.looking')}</MessageBarBody>
          </MessageBar>
        )}
      </div>
      {found && look.data && !isLooking && !look.error && (
        <DeclareSource
          key={JSON.stringify(found)}
          draft={found.draft}
          first={look.data}
          proposed={found.name}
          isFirst={isFirst}
          busy={add.isPending}
          error={add.error}
          onSave={save}
        />
      )}
    </Panel>
  )
}
