import {
  Button,
  Field,
  Input,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  MessageBar,
  MessageBarBody,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SegmentDefinition } from '../../../../../src/contract/segment.ts'
import { isConflict, ProblemError } from '../../../app/api.ts'
import { Conflict } from '../../../ui/conflict.tsx'
import { useSay } from '../../../ui/said.tsx'
import { SendingFailed } from '../../../ui/sending-failed.tsx'
import { TextSide } from '../../../ui/text-side.tsx'
import { Unsaved } from '../../../ui/unsaved.tsx'
import { pathSteps } from '../../../ui/yaml-text.ts'
import { nameOf } from '../name-of.ts'
import { type Segment, segmentsQuery } from '../segments.ts'
import { countsOf, issuesOf } from './bench-figures.ts'
import { BuilderSettings } from './builder-settings.tsx'
import { catalogueQuery } from './catalogue.ts'
import { setOperators } from './draft.ts'
import { focusLastPart } from './focus-part.ts'
import { inOrder } from './in-order.ts'
import { RuleCard } from './rule-card.tsx'
import { SaveBar } from './save-bar.tsx'
import { readText, writeText } from './segment-text.ts'
import { useEditor } from './use-editor.ts'
import { belowSegment, useLiveCount } from './use-live-count.ts'
import { readTheirs, useSaveSegment } from './use-save-segment.ts'
import { useWorkbench, type Workbench, WorkbenchProvider } from './workbench.ts'

const useStyles = makeStyles({
  whole: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  names: { display: 'flex', alignItems: 'flex-start', flexWrap: 'wrap', gap: tokens.spacingHorizontalL },
  name: { minWidth: '200px', flex: '1 1 280px', maxWidth: '460px' },
  sides: { display: 'grid', gap: tokens.spacingHorizontalL, gridTemplateColumns: 'minmax(0, 1fr)' },
  both: {
    '@media (min-width: 1100px)': { gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)', alignItems: 'start' },
  },
  rules: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  hidden: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
})

/** Where a segment is written: rules on one side, the same as text on the other, and how many people they hold for. */
export function SegmentBuilder({
  segment,
  start,
  version,
  showsText,
  onShowText,
  onSaved,
  onCancel,
}: {
  /** The segment that is edited; missing for a new one. */
  readonly segment?: Segment
  /** What it begins with. */
  readonly start?: SegmentDefinition
  readonly version: string | null
  readonly showsText: boolean
  readonly onShowText: (shows: boolean) => void
  readonly onSaved: (name: string) => void
  /** Leaves without saving; what is not saved yet is asked about. */
  readonly onCancel: () => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const say = useSay()
  const { data: tables } = useQuery(catalogueQuery)
  const { data: segments = [] } = useQuery(segmentsQuery())
  const editor = useEditor(start)
  const rules = useRef<HTMLDivElement>(null)
  const { draft, written, dispatch, read } = editor
  const taken = useMemo(() => new Set(segments.map(({ name }) => name)), [segments])
  const [ownName, setOwnName] = useState<string>()
  const displayName = draft.head.displayName ?? ''
  const hasName = displayName.trim() !== ''
  const name = segment?.name ?? ownName ?? (hasName ? nameOf(displayName, taken) : '')
  // One that was written in a file may have no other name than there.
  const lacksName = !segment && !hasName
  const missing = lacksName ? t('builder.noName') : editor.unfinished.length > 0 ? t('builder.notCounted') : undefined
  const live = useLiveCount(written.definition, { name: segment?.name, ready: editor.isWhole })
  const save = useSaveSegment()
  const [seen, setSeen] = useState(version)
  const [saved, setSaved] = useState(() => (start && segment ? writeText(written.definition) : ''))
  const [theirs, setTheirs] = useState<Awaited<ReturnType<typeof readTheirs>>>()
  const [wanted, setWanted] = useState(false)
  const [refresh, setRefresh] = useState(false)
  /** The name under which it was saved; the list, read anew, has it among those that are taken. */
  const [done, setDone] = useState<string>()

  const changed = segment ? writeText(written.definition) !== saved || editor.isTextWrong : editor.canUndo
  const sendIssues =
    save.error instanceof ProblemError
      ? save.error.issues.map(({ path, message }) => ({ path: belowSegment(path), message }))
      : []
  const serverIssues = [...live.issues, ...(save.isError ? sendIssues : [])]
  const nameTaken = save.error instanceof ProblemError && save.error.code === 'name_taken' ? save.error : undefined

  const send = async (andRefresh: boolean, overVersion = seen) => {
    setWanted(true)
    setRefresh(andRefresh)
    if (!editor.isWhole || lacksName) return
    const told = { name, definition: written.definition, version: overVersion, refresh: andRefresh }
    save.mutate(told, {
      onSuccess: ({ warnings }) => {
        setSaved(writeText(written.definition))
        const inactive = written.definition.state === 'inactive'
        const how = andRefresh ? 'builder.savedRefreshing' : inactive ? 'builder.savedInactive' : 'builder.savedNext'
        say([t(how), ...warnings].join(' '))
        setTheirs(undefined)
        setDone(told.name)
      },
      onError: async (thrown) => {
        if (isConflict(thrown)) setTheirs(await readTheirs(name))
      },
    })
  }

  // Not before it is drawn that nothing is unsaved any more, which whoever leaves is asked about.
  useEffect(() => {
    if (done !== undefined) onSaved(done)
  }, [done, onSaved])

  const bench: Workbench = {
    dispatch,
    tables: tables ?? [],
    segments,
    name: segment?.name,
    counts: countsOf(written.places, live.counted),
    countIsStale: live.isStale,
    issues: issuesOf(written.places, serverIssues),
    tellsUnfinished: wanted,
    mayMove: editor.mayMove,
    nudge: editor.nudge,
  }
  return (
    <WorkbenchProvider value={bench}>
      <div className={styles.whole} ref={editor.place}>
        <Unsaved changed={changed && done === undefined} />
        {segment?.managedBy && (
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>{t('segment.managed', { file: segment.managedBy })}</MessageBarBody>
          </MessageBar>
        )}
        {tables?.every(({ columns }) => columns.length === 0) && (
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>{t('builder.notYet')}</MessageBarBody>
          </MessageBar>
        )}
        <div className={styles.names}>
          <Field
            label={t('builder.displayName')}
            required={!segment}
            className={styles.name}
            {...(wanted && lacksName && { validationMessage: t('builder.noName') })}
          >
            <Input
              value={displayName}
              maxLength={100}
              onChange={(_, { value }) =>
                dispatch({ do: 'head', change: { displayName: value || undefined }, mark: 'displayName' })
              }
            />
          </Field>
          {!segment && (
            <Field
              label={t('app.nameInFiles')}
              required
              hint={t('builder.nameHint')}
              className={styles.name}
              {...(nameTaken && { validationState: 'error', validationMessage: nameTaken.message })}
            >
              <Input value={name} maxLength={100} onChange={(_, { value }) => setOwnName(value)} />
            </Field>
          )}
        </div>
        <BuilderSettings head={draft.head} />
        <div className={mergeClasses(styles.sides, showsText && styles.both)}>
          <div ref={rules} className={styles.rules}>
            {draft.rules.map((rule, at) => (
              <RuleCard key={rule.id} rule={rule} at={at} rules={draft.rules.length} />
            ))}
            <AddRule rules={rules} />
          </div>
          {showsText && (
            <TextSide
              text={editor.text}
              issues={[
                // What is not finished in the rules is no mistake of the text, until somebody wants to save it.
                ...(editor.isTextWrong || wanted ? read.issues : []),
                ...(read.issues.length === 0
                  ? serverIssues.map(({ path, message }) => ({ line: read.lineOf(pathSteps(path)), message }))
                  : []),
              ]}
              isWrong={editor.isTextWrong}
              onText={(text) => {
                const { definition } = readText(text)
                // Undoing goes back to the last text that could be read.
                dispatch({
                  do: 'text',
                  text,
                  mark: `text ${definition !== undefined}`,
                  ...(definition && { definition }),
                })
              }}
            />
          )}
        </div>
        <SendingFailed error={nameTaken || isConflict(save.error) ? null : save.error} />
        <SendingFailed error={live.error} unasked />
        <SaveBar
          live={live}
          ready={editor.isWhole}
          unfinished={wanted ? missing : undefined}
          busy={save.isPending}
          canUndo={editor.canUndo}
          canRedo={editor.canRedo}
          showsText={showsText}
          onShowText={onShowText}
          onSave={(andRefresh) => void send(andRefresh)}
          onCancel={onCancel}
          active={draft.head.state !== 'inactive'}
        />
        <span className={styles.hidden} role="status">
          {editor.said}
        </span>
        {theirs && (
          <Conflict
            mine={written.definition}
            theirs={inOrder(theirs.value.definition)}
            onClose={() => setTheirs(undefined)}
            onTakeTheirs={() => {
              dispatch({ do: 'replace', definition: theirs.value.definition })
              setSeen(theirs.version)
              save.reset()
              setTheirs(undefined)
            }}
            onKeepMine={() => {
              setSeen(theirs.version)
              void send(refresh, theirs.version)
            }}
          />
        )}
      </div>
    </WorkbenchProvider>
  )
}

function AddRule({ rules }: { readonly rules: RefObject<HTMLElement | null> }) {
  const { t } = useTranslation()
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button icon={<AddRegular />} style={{ alignSelf: 'flex-start' }}>
          {t('builder.addRule')}
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {setOperators.map((operator) => (
            <AddRuleItem key={operator} operator={operator} rules={rules} />
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}

function AddRuleItem({
  operator,
  rules,
}: {
  readonly operator: (typeof setOperators)[number]
  readonly rules: RefObject<HTMLElement | null>
}) {
  const { t } = useTranslation()
  const { dispatch } = useWorkbench()
  const add = () => {
    dispatch({ do: 'add-rule', operator })
    focusLastPart(rules.current)
  }
  return <MenuItem onClick={add}>{t(`builder.addRules.${operator}`)}</MenuItem>
}
