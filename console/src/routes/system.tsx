import { Tab } from '@fluentui/react-components'
import { useNavigate, useRouteContext } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { KeysCard } from '../features/api-keys/keys-section.tsx'
import { LanguagesSection } from '../features/session/languages-section.tsx'
import { AboutTab } from '../features/system/about-tab.tsx'
import { AlertsSection } from '../features/system/alerts-section.tsx'
import { EnvironmentSection } from '../features/system/environment-section.tsx'
import { PauseSection } from '../features/system/pause-section.tsx'
import { ScheduleTab } from '../features/system/schedule-tab.tsx'
import { StatusTab } from '../features/system/status-tab.tsx'
import { Page } from '../ui/page.tsx'
import { TabRow } from '../ui/tab-row.tsx'

const tabs = ['status', 'schedule', 'general', 'keys', 'about'] as const
type TabName = (typeof tabs)[number]

/** The frame of the pages under System: their tabs, each with an address of its own. */
function System({ tab, children }: { readonly tab: TabName; readonly children: ReactNode }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return (
    <Page title={`${t('nav.system')} · ${t(`system.tabs.${tab}`)}`}>
      <TabRow
        selectedValue={tab}
        aria-label={t('nav.system')}
        onTabSelect={(_, { value }) => {
          const chosen = tabs.find((each) => each === value)
          if (chosen) void navigate({ to: `/administrator/system/${chosen}` })
        }}
      >
        {tabs.map((each) => (
          <Tab key={each} value={each}>
            {t(`system.tabs.${each}`)}
          </Tab>
        ))}
      </TabRow>
      {children}
    </Page>
  )
}

export function StatusPage() {
  return (
    <System tab="status">
      <StatusTab />
    </System>
  )
}

export function SchedulePage() {
  return (
    <System tab="schedule">
      <ScheduleTab />
    </System>
  )
}

/** Language and format are everybody's own; alerts and stopping delivery are administrators'. */
export function GeneralPage() {
  const { me } = useRouteContext({ from: '/signed-in' })
  return (
    <System tab="general">
      <LanguagesSection />
      {me.role === 'administrator' && (
        <>
          <EnvironmentSection />
          <PauseSection />
          <AlertsSection />
        </>
      )}
    </System>
  )
}

export function KeysPage() {
  return (
    <System tab="keys">
      <KeysCard />
    </System>
  )
}

export function AboutPage() {
  return (
    <System tab="about">
      <AboutTab />
    </System>
  )
}
