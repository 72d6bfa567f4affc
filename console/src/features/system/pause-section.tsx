import { Button, Field, Text, Textarea } from '@fluentui/react-components'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../app/api.ts'
import { useFormats } from '../../app/formats.ts'
import { live } from '../../app/live.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useSay } from '../../ui/said.tsx'
import { Section } from '../../ui/section.tsx'
import { Shown } from '../../ui/shown.tsx'

type Pause = { readonly paused: { readonly by: string; readonly at: string; readonly reason: string | null } | null }

const pauseQuery = queryOptions({
  queryKey: ['pause'],
  queryFn: ({ signal }) => ask<Pause>('GET', '/pause', { signal }),
  ...live({ of: ['pause'], every: 15_000 }),
})

/** Stops all delivery with one act, and lets it go on. */
export function PauseSection() {
  const { t } = useTranslation()
  const query = useQuery(pauseQuery)
  return (
    <Section title={t('system.general.pause')}>
      <Shown query={query}>{({ paused }) => (paused ? <Paused paused={paused} /> : <Going />)}</Shown>
    </Section>
  )
}

function Paused({ paused: { by, at, reason } }: { readonly paused: NonNullable<Pause['paused']> }) {
  const { t } = useTranslation()
  const { moment } = useFormats()
  const say = useSay()
  const [asks, setAsks] = useState(false)
  const { mutate, isPending, error } = useSwitch(() => ask<void>('DELETE', '/pause'))
  return (
    <>
      <Notice
        intent="warning"
        title={t('system.general.paused')}
        act={<Button onClick={() => setAsks(true)}>{t('system.general.resume')}</Button>}
      >
        {t('system.general.pausedBy', { by, at: moment(at) })}{' '}
        {reason !== null && t('system.general.pausedWhy', { reason })}
      </Notice>
      <AskFirst
        open={asks}
        title={t('system.general.resume')}
        act={t('system.general.resume')}
        onAct={() => mutate(undefined, { onSuccess: () => say(t('system.general.resumed')) })}
        onClose={() => setAsks(false)}
        busy={isPending}
        error={error}
      >
        <p>{t('system.general.resumeText')}</p>
      </AskFirst>
    </>
  )
}

function Going() {
  const { t } = useTranslation()
  const [asks, setAsks] = useState(false)
  const [reason, setReason] = useState('')
  const { mutate, isPending, error } = useSwitch(() =>
    ask<Pause>('POST', '/pause', { body: { reason: reason.trim() || null } }),
  )
  return (
    <>
      <Text>{t('system.general.going')}</Text>
      <div>
        <Button onClick={() => setAsks(true)}>{t('system.general.pauseAct')}</Button>
      </div>
      <AskFirst
        open={asks}
        title={t('system.general.pauseAct')}
        act={t('system.general.pauseAct')}
        onAct={() => mutate(undefined)}
        onClose={() => setAsks(false)}
        busy={isPending}
        error={error}
      >
        <p>{t('system.general.pauseText')}</p>
        <Field label={t('system.general.why')}>
          <Textarea value={reason} maxLength={1000} onChange={(_, { value }) => setReason(value)} />
        </Field>
      </AskFirst>
    </>
  )
}

function useSwitch<T>(act: () => Promise<T>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: act,
    // Not waited for: what asked may be gone once everything is read again, and would not hear how it went.
    onSuccess: () => void queries.invalidateQueries(),
  })
}
