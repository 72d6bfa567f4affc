import { Button } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '../../ui/notice.tsx'
import { Panel, PanelActs } from '../../ui/panel.tsx'
import { Shown } from '../../ui/shown.tsx'
import { Step, Steps } from '../../ui/steps.tsx'
import type { Told } from './connections.ts'
import { type Draft, draftQuery, type Settings, settingsQuery, useGiveUp } from './drafts.ts'
import { AgreeStep } from './steps/agree-step.tsx'
import { ConnectStep } from './steps/connect-step.tsx'
import { ExportUserStep } from './steps/export-user-step.tsx'
import { NameStep } from './steps/name-step.tsx'
import { SaveStep } from './steps/save-step.tsx'
import { SignInStep } from './steps/sign-in-step.tsx'
import { UsersStep } from './steps/users-step.tsx'

type Ways = {
  /** The page whose panel this is, with the draft in its address: where the sign-in comes back to. */
  readonly pageOf: (draft: string) => string
  readonly onDraft: (draft: string) => void
  readonly onClose: () => void
  readonly onSaved: (saved: Told & { readonly name: string; readonly displayName: string }) => void
}

/**
 * The seven steps of making a connection, or of making one anew, in their order. How far one has come is kept by the server, so
 * it is the same after the page was left, loaded again, or gone from to sign in with Constant Contact.
 */
export function ConnectPanel({ draft: id, ...ways }: Ways & { /** Its id, or `new`. */ readonly draft: string }) {
  const { t, i18n } = useTranslation()
  const settings = useQuery(settingsQuery(i18n.language === 'da' ? 'da' : 'en'))
  return (
    <Shown query={settings}>
      {(known) =>
        id === 'new' ? (
          <Panel title={t('connecting.title')} onClose={ways.onClose} leave="cancel">
            <TheSteps settings={known} {...ways} />
          </Panel>
        ) : (
          <BegunPanel id={id} settings={known} {...ways} />
        )
      }
    </Shown>
  )
}

function BegunPanel({ id, settings, ...ways }: Ways & { readonly id: string; readonly settings: Settings }) {
  const { t } = useTranslation()
  const draft = useQuery(draftQuery(id))
  const giveUp = useGiveUp()
  const { remakes, displayName } = draft.data ?? {}
  return (
    <Panel
      title={remakes ? t('connecting.again', { name: displayName ?? '' }) : t('connecting.title')}
      onClose={ways.onClose}
    >
      <PanelActs>
        <Button
          disabledFocusable={giveUp.isPending}
          onClick={() => giveUp.mutate(id, { onSettled: () => ways.onClose() })}
        >
          {t('connecting.giveUp')}
        </Button>
      </PanelActs>
      <Shown query={draft}>{(known) => <TheSteps draft={known} settings={settings} {...ways} />}</Shown>
    </Panel>
  )
}

function TheSteps({ draft, settings, ...ways }: Ways & { readonly draft?: Draft; readonly settings: Settings }) {
  const { t } = useTranslation()
  const [address, setAddress] = useState<string>()
  const next = draft?.next
  const signedIn = draft?.signIn.account != null
  const turn = (done: boolean, now: boolean) => (done ? 'done' : now ? 'now' : 'later')
  return (
    <>
      {draft?.remakes && <Notice>{t('connecting.againMeans')}</Notice>}
      <Steps label={t('connecting.steps')}>
        <Step number={1} title={t('connecting.name.title')} state={turn(draft !== undefined, true)}>
          <NameStep draft={draft} settings={settings} onBegun={(begun) => ways.onDraft(begun.id)} />
        </Step>
        <Step number={2} title={t('connecting.users.title')} state={turn(draft !== undefined, false)}>
          {draft && <UsersStep draft={draft} />}
        </Step>
        <Step number={3} title={t('connecting.consent.title')} state={turn(draft?.consent != null, next === 'consent')}>
          {draft && <AgreeStep draft={draft} settings={settings} />}
        </Step>
        <Step
          number={4}
          title={t('connecting.connect.title')}
          state={turn(signedIn || address !== undefined, next === 'sign-in')}
        >
          {draft && draft.consent !== null && (
            <ConnectStep
              draft={draft}
              settings={settings}
              isReady={address !== undefined}
              pageOf={ways.pageOf}
              onReady={setAddress}
            />
          )}
        </Step>
        <Step number={5} title={t('connecting.signIn.title')} state={turn(signedIn, address !== undefined)}>
          {draft && <SignInStep draft={draft} address={address} />}
        </Step>
        <Step
          number={6}
          title={t('connecting.exportUser.title')}
          state={turn(draft?.exportUser != null, next === 'export-user')}
        >
          {draft && <ExportUserStep draft={draft} />}
        </Step>
        <Step number={7} title={t('connecting.save.title')} state={turn(false, next === 'save')}>
          {draft && next === 'save' && (
            <SaveStep
              draft={draft}
              onSaved={(saved) => ways.onSaved({ ...saved, displayName: draft.displayName ?? saved.name })}
            />
          )}
        </Step>
      </Steps>
    </>
  )
}
