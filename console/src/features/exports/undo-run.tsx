import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import type { RunInFull } from '../runs/runs.ts'
import { useFollowUp } from '../runs/use-follow-up.ts'
import { LookButton } from './look-button.tsx'
import { usePreview } from './preview.ts'
import { PreviewView } from './preview-view.tsx'

const useStyles = makeStyles({
  look: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    paddingTop: tokens.spacingVerticalM,
  },
})

/** Takes those off the list again whom a run put there. Looked at first, the button that does it says how many they are. */
export function UndoRun({ run, called }: { readonly run: RunInFull; readonly called: string }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const [open, setOpen] = useState(false)
  const undo = useFollowUp(run.id, 'undo')
  const look = usePreview(run.export, { kind: 'undo', run: run.id })
  /** What pressing it brings about, as far as it was looked at. */
  const act = () => {
    const people = look.data?.leaving.toRemove ?? 0
    if (!look.data || people === 0) return t('run.undo')
    if (look.data.guards.length > 0) return t('run.startUndo')
    return t('run.takeOff', { count: people, people: number(people) })
  }
  const hasAdded = (run.funnel?.new ?? 0) > 0 && (run.outcomes?.delivered ?? 0) > 0
  if (run.finishedAt === null || !run.receipts || !hasAdded) return null
  return (
    <>
      <Button
        onClick={() => {
          look.reset()
          undo.reset()
          setOpen(true)
        }}
      >
        {t('run.undo')}
      </Button>
      <AskFirst
        open={open}
        onClose={() => setOpen(false)}
        title={t('run.undoOf', { name: called })}
        act={act()}
        onAct={() => undo.mutate()}
        back={t('app.cancel')}
        busy={undo.isPending}
        error={undo.error}
      >
        <p>{t('run.asks.undo')}</p>
        <div className={styles.look}>
          <div>
            <LookButton
              first="preview.lookAtThat"
              looked={look.data !== undefined}
              busy={look.isPending}
              onLook={() => look.mutate()}
            />
          </div>
          <SendingFailed error={look.error} />
          {look.data && <PreviewView of={look.data} adds={false} />}
        </div>
      </AskFirst>
    </>
  )
}
