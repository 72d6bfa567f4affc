import { Text } from '@fluentui/react-components'
import { QuestionCircleRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useRouteContext, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UnifiedProfiles } from '../../../src/contract/definitions.ts'
import { live } from '../app/live.ts'
import { OfferToUnify } from '../features/unification/offer-to-unify.tsx'
import { RefreshActs } from '../features/unification/refresh-acts.tsx'
import {
  isUnderWay,
  isUnifiedProfiles,
  storedProfilesQuery,
  unificationQuery,
  useLastAttempt,
} from '../features/unification/unification.ts'
import { UnificationState } from '../features/unification/unification-state.tsx'
import { Empty } from '../ui/empty.tsx'
import { LinkButton } from '../ui/link-button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { SendingFailed } from '../ui/sending-failed.tsx'
import { Shown } from '../ui/shown.tsx'

/** How several sources became one profile a person, and the way to changing it. */
export function UnifyPage() {
  const { t } = useTranslation()
  const { me } = useRouteContext({ from: '/signed-in' })
  const stored = useQuery({ ...storedProfilesQuery, ...live({ of: ['profiles'], every: 10_000 }) })
  const mayEdit = me.role !== 'viewer'
  return (
    <Shown query={stored}>
      {(found) => {
        if (found === null) {
          return (
            <Page title={t('unify.title')}>
              <Empty
                title={t('unify.none')}
                act={
                  mayEdit && (
                    <LinkButton appearance="primary" to="/data/sources">
                      {t('unify.toSources')}
                    </LinkButton>
                  )
                }
              >
                {t('unify.noneText')}
              </Empty>
            </Page>
          )
        }
        const { definition } = found.value
        if (isUnifiedProfiles(definition)) return <Unified profiles={definition} mayEdit={mayEdit} />
        return (
          <Page title={t('unify.title')}>
            <OfferToUnify from={definition.from ?? ''} mayEdit={mayEdit} />
          </Page>
        )
      }}
    </Shown>
  )
}

function Unified({ profiles, mayEdit }: { readonly profiles: UnifiedProfiles; readonly mayEdit: boolean }) {
  const { t } = useTranslation()
  const { saved } = useSearch({ from: '/signed-in/data/unify' })
  const state = useQuery(unificationQuery)
  const [failed, setFailed] = useState<Error | null>(null)
  const attempt = useLastAttempt()
  const isChanged = state.data?.refreshedAt != null && state.data.definitionChanged
  // What is under way is of the steps as they were when it began.
  const savedText = isUnderWay(attempt?.task) ? 'unify.savedMeanwhile' : 'unify.saved'
  return (
    <Page
      title={t('unify.title')}
      acts={
        <>
          {mayEdit && <RefreshActs profiles={profiles} primary={isChanged} onFailed={setFailed} />}
          <LinkButton icon={<QuestionCircleRegular />} to="/data/unify/why">
            {t('unify.why')}
          </LinkButton>
          <LinkButton {...(!isChanged && { appearance: 'primary' as const })} to="/data/unify/edit">
            {t(mayEdit ? 'unify.edit' : 'unify.look')}
          </LinkButton>
        </>
      }
    >
      <Text>{t('unify.lead')}</Text>
      {isChanged && <Notice intent={saved ? 'success' : 'warning'}>{t(saved ? savedText : 'unify.changed')}</Notice>}
      <SendingFailed error={failed} />
      <Shown query={state}>{(told) => told && <UnificationState state={told} />}</Shown>
    </Page>
  )
}
