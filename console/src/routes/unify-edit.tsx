import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { beginDraft } from '../features/unification/steps/begin-draft.ts'
import { UnifySteps } from '../features/unification/steps/unify-steps.tsx'
import { isUnifiedProfiles, propose, readStored } from '../features/unification/unification.ts'
import { Empty } from '../ui/empty.tsx'
import { LinkButton } from '../ui/link-button.tsx'
import { Page } from '../ui/page.tsx'
import { Shown } from '../ui/shown.tsx'

/** The steps of unifying: of what is saved, or of what is proposed for the sources that the address names. */
export function UnifyEditPage() {
  const { t } = useTranslation()
  const { me } = useRouteContext({ from: '/signed-in' })
  const { sources, step = 'map', text = false } = useSearch({ from: '/signed-in/data/unify/edit' })
  const navigate = useNavigate({ from: '/data/unify/edit' })
  const mayEdit = me.role !== 'viewer'
  // What is edited is what was there when it was opened; that somebody else changed it is found when it is saved.
  const query = useQuery({
    queryKey: ['unify-edit', sources],
    queryFn: async ({ signal }) => {
      const stored = await readStored(signal)
      const { definition } = stored.value
      if (isUnifiedProfiles(definition)) return { stored, start: definition }
      if (sources === undefined) return { stored, start: null }
      return { stored, start: beginDraft(await propose(sources.split(','), signal), definition) }
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnMount: 'always',
  })
  const fresh = { ...query, data: query.isFetchedAfterMount ? query.data : undefined }
  const toOverview = (saved?: true) => void navigate({ to: '/data/unify', search: saved ? { saved } : {} })
  return (
    <Page title={t('unifying.title')}>
      <Shown query={fresh}>
        {({ stored, start }) =>
          start === null ? (
            <Empty
              title={t('unify.single.title', {
                source: 'from' in stored.value.definition ? (stored.value.definition.from ?? '') : '',
              })}
              act={<LinkButton to="/data/unify">{t('unify.title')}</LinkButton>}
            >
              {t('unify.single.text')}
            </Empty>
          ) : (
            <UnifySteps
              start={start}
              stored={stored}
              mayEdit={mayEdit}
              // Who only looks has nothing to review.
              step={step === 'review' && !mayEdit ? 'map' : step}
              onStep={(next) => void navigate({ search: (before) => ({ ...before, step: next }) })}
              showsText={text}
              onShowText={(shows) => void navigate({ search: (before) => ({ ...before, text: shows }), replace: true })}
              onSaved={() => toOverview(true)}
              onGone={() => toOverview()}
            />
          )
        }
      </Shown>
    </Page>
  )
}
