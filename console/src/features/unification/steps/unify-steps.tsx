import { makeStyles, mergeClasses, Tab, tokens } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { shippedRules } from '../../../../../src/contract/shipped-rules.ts'
import { unifiedId } from '../../../../../src/contract/unification.ts'
import { isConflict, ProblemError, type Versioned } from '../../../app/api.ts'
import { Conflict } from '../../../ui/conflict.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { useSay } from '../../../ui/said.tsx'
import { SendingFailed } from '../../../ui/sending-failed.tsx'
import { TabRow } from '../../../ui/tab-row.tsx'
import { TextSide } from '../../../ui/text-side.tsx'
import { Unsaved } from '../../../ui/unsaved.tsx'
import { pathSteps } from '../../../ui/yaml-text.ts'
import { sourceOf, tablesQuery } from '../../tables/tables.ts'
import {
  isUnderWay,
  isUnifiedProfiles,
  readStored,
  type StoredProfiles,
  useLastAttempt,
  useSaveUnified,
} from '../unification.ts'
import { DeduplicateStep } from './deduplicate-step.tsx'
import type { Draft } from './draft.ts'
import { belowProfiles, issuesAt, outsideOf } from './issues.ts'
import { MapStep } from './map-step.tsx'
import { MatchStep } from './match-step.tsx'
import { MergeStep } from './merge-step.tsx'
import { inOrder, writeProfiles } from './profiles-text.ts'
import { ReviewStep } from './review-step.tsx'
import { type StepName, stepNames, stepOf } from './step-names.ts'
import { StepsBar } from './steps-bar.tsx'
import { type SourceTable, type Unifying, UnifyingProvider } from './unifying.ts'
import { useDraft } from './use-draft.ts'
import { usePlaceWords } from './use-place-words.ts'

const useStyles = makeStyles({
  whole: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  sides: { display: 'grid', gap: tokens.spacingHorizontalL, gridTemplateColumns: 'minmax(0, 1fr)' },
  both: {
    '@media (min-width: 1100px)': { gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)', alignItems: 'start' },
  },
  // A fieldset, so that everything in it is locked at once for those who only look.
  step: {
    border: 0,
    margin: 0,
    padding: 0,
    minWidth: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    // What cannot be done is not offered.
    '&:disabled button': { display: 'none' },
  },
})

/** The steps by which sources become one profile a person, edited as a draft that is kept until it is saved. */
export function UnifySteps({
  start,
  stored: { value: stored, version },
  mayEdit,
  step,
  onStep,
  showsText,
  onShowText,
  onSaved,
  onGone,
}: {
  /** What the draft begins with: what is saved, or what was proposed. */
  readonly start: Draft
  readonly stored: Versioned<StoredProfiles>
  readonly mayEdit: boolean
  readonly step: StepName
  readonly onStep: (step: StepName) => void
  readonly showsText: boolean
  readonly onShowText: (shows: boolean) => void
  readonly onSaved: () => void
  /** Somebody else has made profiles of one source of it, which was taken over. */
  readonly onGone: () => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const say = useSay()
  const { data: tables = [] } = useQuery(tablesQuery)
  const editor = useDraft(start)
  const { draft, read, written } = editor
  const save = useSaveUnified()
  const attempt = useLastAttempt()
  const [seen, setSeen] = useState(version)
  const [known, setKnown] = useState(stored.definition)
  const saved = useMemo(() => (isUnifiedProfiles(known) ? writeProfiles(known) : ''), [known])
  const [theirs, setTheirs] = useState<Versioned<StoredProfiles>>()
  const [tried, setTried] = useState<Error | null>(null)
  const [done, setDone] = useState<'saved' | 'gone'>()

  const failed = save.error ?? tried
  const issues = useMemo(() => belowProfiles(failed instanceof ProblemError ? failed.issues : []), [failed])
  const sources = useMemo(
    () =>
      tables.flatMap((table): SourceTable[] => {
        const name = sourceOf(table)
        if (name === null) return []
        const columns = table.columns.map((column) => column.name).filter((column) => column !== unifiedId)
        return [{ name, key: table.key ?? '', rows: table.rows, columns }]
      }),
    [tables],
  )
  const shipped = useMemo(() => shippedRules(draft.fields), [draft.fields])
  const unifying: Unifying = {
    draft,
    change: (by, mark) => {
      if (mayEdit) editor.change(by, mark)
    },
    sources,
    shipped,
    issuesAt: (path) => issuesAt(issues, path),
    mayEdit,
  }
  const placeOf = usePlaceWords(draft)
  const changed = written !== saved || editor.isTextWrong

  const send = (over: string | null) =>
    save.mutate(
      { profiles: draft, version: over },
      {
        onSuccess: ({ warnings, consequences }) => {
          setKnown(draft)
          setTheirs(undefined)
          say([t('unifying.saved'), ...warnings, ...consequences].join(' '))
          setDone('saved')
        },
        onError: async (thrown) => {
          if (isConflict(thrown)) setTheirs(await readStored())
          else if (thrown instanceof ProblemError) {
            const first = belowProfiles(thrown.issues).find(({ path }) => !outsideOf(path))
            if (first) onStep(stepOf(first.path))
          }
        },
      },
    )
  // Not before it is drawn that nothing is unsaved any more, which whoever leaves is asked about.
  useEffect(() => {
    if (done === 'saved') onSaved()
    if (done === 'gone') onGone()
  }, [done, onSaved, onGone])

  const next = stepNames[stepNames.indexOf(step) + 1]
  return (
    <UnifyingProvider value={unifying}>
      <div className={styles.whole} ref={editor.place}>
        <Unsaved changed={mayEdit && changed && done === undefined} />
        {mayEdit && isUnderWay(attempt?.task) && <Notice>{t('unifying.underWay')}</Notice>}
        {stored.managedBy && <Notice intent="warning">{t('unifying.managed', { file: stored.managedBy })}</Notice>}
        <TabRow
          selectedValue={step}
          onTabSelect={(_, { value }) => onStep(stepNames.find((each) => each === value) ?? 'map')}
          aria-label={t('unifying.steps.label')}
        >
          {stepNames
            .filter((each) => mayEdit || each !== 'review')
            .map((each) => (
              <Tab key={each} value={each}>
                {t(`unifying.steps.${each}`)}
              </Tab>
            ))}
        </TabRow>
        {issues.length > 0 && (
          <Notice intent="error" title={t('unifying.wrong')}>
            {issues.map(({ path, message }) => (
              <div key={`${path} ${message}`}>{[placeOf(path), message].filter(Boolean).join(': ')}</div>
            ))}
          </Notice>
        )}
        <div className={mergeClasses(styles.sides, showsText && styles.both)}>
          <fieldset className={styles.step} disabled={!mayEdit} aria-label={t(`unifying.steps.${step}`)}>
            {step === 'map' && <MapStep />}
            {step === 'deduplicate' && <DeduplicateStep />}
            {step === 'match' && <MatchStep />}
            {step === 'merge' && <MergeStep />}
            {step === 'review' && <ReviewStep saved={known} onFailed={setTried} />}
          </fieldset>
          {showsText && (
            <TextSide
              text={editor.text}
              issues={[
                ...read.issues,
                ...issues.map(({ path, message }) => ({ line: read.lineOf(pathSteps(path)), message })),
              ]}
              isWrong={editor.isTextWrong}
              isReadOnly={!mayEdit}
              onText={editor.type}
            />
          )}
        </div>
        <SendingFailed error={isConflict(save.error) || issues.length > 0 ? null : save.error} />
        <StepsBar
          changed={changed}
          busy={save.isPending || editor.isTextWrong}
          canUndo={editor.canUndo}
          canRedo={editor.canRedo}
          showsText={showsText}
          next={next && (mayEdit || next !== 'review') ? t(`unifying.steps.${next}`) : undefined}
          onUndo={editor.undo}
          onRedo={editor.redo}
          onShowText={onShowText}
          onNext={() => next && onStep(next)}
          onSave={mayEdit ? () => send(seen) : undefined}
        />
        {theirs && (
          <Conflict
            mine={inOrder(draft)}
            theirs={inOrder(theirs.value.definition)}
            onClose={() => setTheirs(undefined)}
            onTakeTheirs={() => {
              const { definition } = theirs.value
              setSeen(theirs.version)
              setTheirs(undefined)
              save.reset()
              if (!isUnifiedProfiles(definition)) return setDone('gone')
              editor.change(() => definition)
              setKnown(definition)
            }}
            onKeepMine={() => {
              setSeen(theirs.version)
              send(theirs.version)
            }}
          />
        )}
      </div>
    </UnifyingProvider>
  )
}
