import { Button } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import type { RunInFull } from './runs.ts'
import { useFollowUp } from './use-follow-up.ts'

/** Another try for whom a run did not reach. One that went well did what it was to do, so its button says for whom it is. */
export function SendAgain({ run }: { readonly run: RunInFull }) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const [open, setOpen] = useState(false)
  const { mutate, isPending, error, reset } = useFollowUp(run.id, 'retry')
  const people = (outcome: string) => run.outcomes?.[outcome] ?? 0
  const missed = people('rejected') + people('unconfirmed') + people('not_sent')
  if (run.finishedAt === null || !run.receipts || missed === 0) return null
  const wentWell = run.status === 'Successful' || run.status === 'Completed with warnings'
  const act = wentWell ? t('run.sendAgain', { count: missed, people: number(missed) }) : t('run.retry')
  return (
    <>
      <Button
        onClick={() => {
          reset()
          setOpen(true)
        }}
      >
        {act}
      </Button>
      <AskFirst
        open={open}
        onClose={() => setOpen(false)}
        title={act}
        act={act}
        onAct={() => mutate()}
        busy={isPending}
        error={error}
      >
        <p>{t('run.asks.retry')}</p>
      </AskFirst>
    </>
  )
}
