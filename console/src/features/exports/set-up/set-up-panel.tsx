import { Button, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isConflict } from '../../../app/api.ts'
import { bringIntoSight } from '../../../ui/in-sight.ts'
import { Loading } from '../../../ui/loading.tsx'
import { Panel, PanelActs } from '../../../ui/panel.tsx'
import { useSay } from '../../../ui/said.tsx'
import { SendingFailed } from '../../../ui/sending-failed.tsx'
import { Unsaved } from '../../../ui/unsaved.tsx'
import { exportsQuery, type SegmentExport } from '../exports.ts'
import { useDraftPreview } from '../preview.ts'
import { PreviewView } from '../preview-view.tsx'
import { isNoList, listsQuery } from './choices.ts'
import { type Draft, definitionOf, missingIn, nameFrom } from './draft.ts'
import { IssuesOf, issuesIn, isToldAtFields } from './issues.ts'
import { useSaveExport } from './save.ts'
import { SetUpConflict } from './set-up-conflict.tsx'
import { SetUpParts } from './set-up-parts.tsx'
import { useProposals } from './use-proposals.ts'

const useStyles = makeStyles({
  quiet: { color: tokens.colorNeutralForeground2, flexBasis: '100%' },
})

/** An export that is there, with the version that was read. */
export type Existing = { readonly it: SegmentExport; readonly version: string | null }

/**
 * Sets an export up, or changes one: where to, what of whom, and when. What it would do and cost is looked at before it is saved,
 * and saving runs nothing. Those who may only view it see the same.
 */
export function SetUpPanel({
  existing,
  initial: given,
  onClose,
}: {
  readonly existing?: Existing
  readonly initial: Draft
  readonly onClose: () => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const say = useSay()
  const { data: all = [] } = useQuery(exportsQuery())
  // What is asked anew while somebody works changes nothing under their hands.
  const [initial] = useState(given)
  const [changes, setChanges] = useState<Partial<Draft>>({})
  const [version, setVersion] = useState(existing?.version)
  const draft = useProposals({ ...initial, ...changes }, { isNew: existing === undefined, changes })
  const save = useSaveExport()
  const look = useDraftPreview()
  const disabled = existing?.it.permission === 'view'
  const isChanged = JSON.stringify(definitionOf({ ...initial, ...changes })) !== JSON.stringify(definitionOf(initial))
  const name = existing?.it.name ?? nameFrom(draft.displayName, new Set(all.map((each) => each.name)))
  const definition = definitionOf(draft)
  const error = save.error ?? look.error
  const [tried, setTried] = useState(false)
  const queries = useQueryClient()
  const reading = listsQuery(draft.connection ?? '')
  const { data: lists } = useQuery({ ...reading, enabled: draft.connection !== undefined && !disabled })
  // What an export has said of its list so far is not looked at anew when something else of it is changed.
  const isOtherList = existing === undefined || draft.list !== initial.list || draft.connection !== initial.connection
  const noSuchList = !disabled && isOtherList && isNoList(lists, draft.list.trim())
  const missing = [
    ...(noSuchList ? [{ path: 'list', what: 'noSuchList' } as const] : []),
    ...missingIn(draft, existing === undefined),
  ]
  const lacking = tried ? missing.map(({ path, what }) => ({ path, message: t(`setUpExport.missing.${what}`) })) : []
  const issues = [...lacking, ...issuesIn(error)]
  const previewed = look.data && JSON.stringify(look.variables?.definition) === JSON.stringify(definition)
  useEffect(() => {
    if (error || tried) document.querySelector<HTMLElement>('[role=dialog] [aria-invalid=true]')?.focus()
  }, [error, tried])
  /** Does it unless something is missing, which is told at its field. */
  const whenWhole = (act: () => void) => {
    setTried(missing.length > 0)
    // It may have been made in Constant Contact since.
    if (noSuchList) void queries.invalidateQueries(reading)
    if (missing.length === 0) act()
  }
  const saveUpon = (seen: string | null | undefined) => {
    look.reset()
    save.mutate(
      { name, definition, ...(seen !== undefined && { version: seen }) },
      {
        onSuccess: ({ warnings, consequences }) => {
          const said = existing ? t('setUpExport.saved') : t('setUpExport.savedAs', { name: draft.displayName })
          say([said, ...consequences, ...warnings].join(' '))
          onClose()
        },
      },
    )
  }
  return (
    <Panel
      title={
        existing
          ? t(disabled ? 'setUpExport.view' : 'setUpExport.edit', { name: existing.it.displayName })
          : t('setUpExport.add')
      }
      onClose={onClose}
      leave={disabled ? 'close' : 'cancel'}
    >
      {!disabled && (
        <PanelActs>
          <Text size={200} className={styles.quiet}>
            {t('setUpExport.saveDoesNotRun')}
          </Text>
          <Button
            appearance="primary"
            disabledFocusable={save.isPending}
            onClick={() => whenWhole(() => saveUpon(version))}
          >
            {t('app.save')}
          </Button>
          <Button
            disabledFocusable={look.isPending}
            onClick={() =>
              whenWhole(() => {
                save.reset()
                look.mutate({ name, definition })
              })
            }
          >
            {t('preview.look')}
          </Button>
        </PanelActs>
      )}
      <Unsaved changed={isChanged && !save.isPending && !save.isSuccess} />
      <IssuesOf value={issues}>
        <SetUpParts
          draft={draft}
          change={(more) => setChanges((before) => ({ ...before, ...more }))}
          disabled={disabled}
          name={name}
          {...(existing && { existing: existing.it })}
        />
      </IssuesOf>
      {look.isPending && (
        <div role="status" ref={bringIntoSight}>
          <Loading />
          <Text>{t('preview.looking')}</Text>
        </div>
      )}
      {previewed && look.data && (
        <div ref={bringIntoSight}>
          <PreviewView of={look.data} />
        </div>
      )}
      {lacking.length > 0 || isToldAtFields(error) ? (
        <SendingFailed error={new Error(t('setUpExport.wrong'))} />
      ) : (
        <SendingFailed error={isConflict(error) ? null : error} />
      )}
      {isConflict(save.error) && (
        <SetUpConflict
          name={name}
          mine={definition}
          onClose={() => save.reset()}
          onTakeTheirs={(theirs, of) => {
            save.reset()
            setVersion(of)
            setChanges(theirs)
          }}
          onKeepMine={(of) => {
            setVersion(of)
            saveUpon(of)
          }}
        />
      )}
    </Panel>
  )
}
