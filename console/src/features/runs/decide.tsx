import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  Field,
  Textarea,
} from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { GuardSentence } from './guard-sentence.tsx'
import { type Decision, type RunInFull, useDecision } from './runs.ts'

/** What can be decided about a run: to let it go on, to refuse it, to cancel it. Each is asked once more, with room for why. */
export function Decide({ run }: { readonly run: RunInFull }) {
  if (run.finishedAt !== null) return null
  const waits = run.status === 'Waits for approval'
  return (
    <>
      {waits && <Ask run={run} decision="approve" primary />}
      {waits && <Ask run={run} decision="reject" />}
      {!waits && <Ask run={run} decision="cancel" />}
    </>
  )
}

function Ask({
  run,
  decision,
  primary = false,
}: {
  readonly run: RunInFull
  readonly decision: Decision
  readonly primary?: boolean
}) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const [note, setNote] = useState('')
  const { mutate, isPending, error } = useDecision(run.id)
  return (
    <Dialog open={open} onOpenChange={(_, told) => setOpen(told.open)}>
      <DialogTrigger disableButtonEnhancement>
        <Button appearance={primary ? 'primary' : 'secondary'}>{t(`run.${decision}`)}</Button>
      </DialogTrigger>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t(`run.${decision}`)}</DialogTitle>
          <DialogContent>
            <p>{t(`run.asks.${decision}`)}</p>
            {run.approval && decision !== 'cancel' && (
              <ul>
                {run.approval.tripped.map((each) => (
                  <li key={`${each.guard} ${each.segment}`}>
                    <GuardSentence of={each} />
                  </li>
                ))}
              </ul>
            )}
            <SendingFailed error={error} />
            <Field label={t('run.note')}>
              <Textarea value={note} maxLength={1000} onChange={(_, { value }) => setNote(value)} />
            </Field>
          </DialogContent>
          <DialogActions>
            <DialogTrigger disableButtonEnhancement>
              <Button>{t('app.back')}</Button>
            </DialogTrigger>
            <Button
              appearance="primary"
              disabledFocusable={isPending}
              onClick={() => mutate({ decision, note }, { onSuccess: () => setOpen(false) })}
            >
              {t(`run.${decision}`)}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
