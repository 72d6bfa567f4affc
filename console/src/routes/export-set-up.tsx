import { useQuery } from '@tanstack/react-query'
import { useCanGoBack, useNavigate, useParams, useRouteContext, useRouter, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { exportQuery } from '../features/exports/exports.ts'
import { type Draft, draftOf, emptyDraft } from '../features/exports/set-up/draft.ts'
import { SetUpPanel } from '../features/exports/set-up/set-up-panel.tsx'
import { Failed } from '../ui/failed.tsx'
import { Loading } from '../ui/loading.tsx'
import { Panel } from '../ui/panel.tsx'

/** A new export: an empty one, one with a segment chosen, or one like another. */
export function NewExportPage() {
  const { t } = useTranslation()
  const { from, segment } = useSearch({ from: '/signed-in/exports/new' })
  const { me } = useRouteContext({ from: '/signed-in' })
  const close = useClose()
  const { data, error, isFetchedAfterMount } = useQuery({ ...exportQuery(from ?? ''), enabled: from !== undefined })
  if (me.role === 'viewer') {
    return (
      <Panel title={t('setUpExport.add')} onClose={close}>
        <Failed error={new Error(t('setUpExport.viewer'))} />
      </Panel>
    )
  }
  if (from === undefined) {
    const initial: Draft = segment === undefined ? emptyDraft : { ...emptyDraft, segments: [segment] }
    return <SetUpPanel initial={initial} onClose={close} />
  }
  if (!data || !isFetchedAfterMount) return <Waiting title={t('setUpExport.add')} error={error} onClose={close} />
  const { name, displayName, definition } = data.value
  const copy = { ...draftOf(name, definition), displayName: t('setUpExport.copyOf', { name: displayName }) }
  return <SetUpPanel initial={copy} onClose={close} />
}

/** An export that is there, to be changed by those who may and viewed by the others. */
export function EditExportPage() {
  const { name } = useParams({ from: '/signed-in/exports/$name/edit' })
  const close = useClose()
  // What is edited is what is there now, and stays so while it is edited: no older answer, and no newer one halfway.
  const { data, error, isFetchedAfterMount } = useQuery({
    ...exportQuery(name),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  if (!data || !isFetchedAfterMount) return <Waiting title={name} error={error} onClose={close} />
  const { value, version } = data
  return <SetUpPanel existing={{ it: value, version }} initial={draftOf(name, value.definition)} onClose={close} />
}

function Waiting({
  title,
  error,
  onClose,
}: {
  readonly title: string
  readonly error: Error | null
  readonly onClose: () => void
}) {
  return (
    <Panel title={title} onClose={onClose}>
      {error ? <Failed error={error} /> : <Loading />}
    </Panel>
  )
}

/** Back to where the panel was opened from; to the list for who came by its address. */
function useClose(): () => void {
  const router = useRouter()
  const mayGoBack = useCanGoBack()
  const navigate = useNavigate()
  return () => (mayGoBack ? router.history.back() : void navigate({ to: '/exports' }))
}
