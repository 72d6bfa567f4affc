import { Button, MessageBar, MessageBarBody, MessageBarTitle, Tab } from '@fluentui/react-components'
import { ArrowClockwiseRegular, EditRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useRouteContext, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { live } from '../app/live.ts'
import { MemberSample } from '../features/segments/member-sample.tsx'
import { RulesShown } from '../features/segments/rules-shown.tsx'
import { SegmentExports } from '../features/segments/segment-exports.tsx'
import { SegmentFacts } from '../features/segments/segment-facts.tsx'
import { SegmentMenu } from '../features/segments/segment-menu.tsx'
import { SegmentOverlap } from '../features/segments/segment-overlap.tsx'
import { type Segment, segmentQuery, segmentsQuery } from '../features/segments/segments.ts'
import { SizeTrend } from '../features/segments/size-trend.tsx'
import { type SegmentActs, useSegmentActs } from '../features/segments/use-segment-acts.tsx'
import { Page } from '../ui/page.tsx'
import { SendingFailed } from '../ui/sending-failed.tsx'
import { Shown } from '../ui/shown.tsx'
import { TabRow } from '../ui/tab-row.tsx'

const tabs = ['members', 'rules', 'overlap', 'exports'] as const

/** One segment: where it stands, how its size went, who is in it and why, what it is compared with, and where it is exported. */
export function SegmentPage() {
  const { name } = useParams({ from: '/signed-in/segments/$name' })
  const query = useQuery({ ...segmentQuery(name), ...live({ of: ['segment', 'refresh'], every: 15_000 }) })
  return <Shown query={query}>{({ value }) => <SegmentShown segment={value} />}</Shown>
}

function SegmentShown({ segment }: { readonly segment: Segment }) {
  const { t } = useTranslation()
  const { me } = useRouteContext({ from: '/signed-in' })
  const { tab = 'members', days = 30, with: others } = useSearch({ from: '/signed-in/segments/$name' })
  const navigate = useNavigate({ from: '/segments/$name' })
  const { data: all = [segment] } = useQuery(segmentsQuery())
  const acts = useSegmentActs(all, {
    onRemoved: () => void navigate({ to: '/segments' }),
    onMade: (name) => void navigate({ to: '/segments/$name', params: { name } }),
  })
  const mayEdit = me.role !== 'viewer'
  const show = (next: (typeof tabs)[number]) =>
    void navigate({ search: (before) => ({ ...before, tab: next }), replace: true })
  return (
    <Page title={segment.displayName} acts={<Acts segment={segment} acts={acts} mayEdit={mayEdit} />}>
      <Notices segment={segment} />
      <SendingFailed error={acts.error} />
      <SegmentFacts segment={segment} refreshing={acts.refreshing.has(segment.name)} />
      <SizeTrend
        name={segment.name}
        days={days}
        onDays={(span) => void navigate({ search: (before) => ({ ...before, days: span }), replace: true })}
      />
      <TabRow
        selectedValue={tab}
        onTabSelect={(_, { value }) => show(tabs.find((each) => each === value) ?? 'members')}
        aria-label={segment.displayName}
      >
        {tabs.map((each) => (
          <Tab key={each} value={each}>
            {t(`segment.tabs.${each}`)}
          </Tab>
        ))}
      </TabRow>
      {tab === 'members' && (
        <MemberSample name={segment.name} masked={me.role === 'viewer'} onRules={() => show('rules')} />
      )}
      {tab === 'rules' && <RulesShown segment={segment} />}
      {tab === 'overlap' && (
        <SegmentOverlap
          name={segment.name}
          others={others?.split(',') ?? []}
          onOthers={(names) =>
            void navigate({
              search: ({ with: _, ...before }) => ({ ...before, ...(names.length > 0 && { with: names.join(',') }) }),
              replace: true,
            })
          }
        />
      )}
      {tab === 'exports' && <SegmentExports name={segment.name} viewer={!mayEdit} />}
      {acts.dialog}
    </Page>
  )
}

function Acts({
  segment,
  acts,
  mayEdit,
}: {
  readonly segment: Segment
  readonly acts: SegmentActs
  readonly mayEdit: boolean
}) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { name, active } = segment
  const busy = acts.refreshing.has(name)
  return (
    <>
      {mayEdit && active && (
        <Button icon={<ArrowClockwiseRegular />} disabledFocusable={busy} onClick={() => acts.refresh([segment])}>
          {t(busy ? 'segments.refreshing' : 'segments.refresh')}
        </Button>
      )}
      {mayEdit && (
        <Button
          appearance="primary"
          icon={<EditRegular />}
          onClick={() => void navigate({ to: '/segments/$name/edit', params: { name } })}
        >
          {t('segments.edit')}
        </Button>
      )}
      <SegmentMenu segment={segment} acts={acts} mayEdit={mayEdit} />
    </>
  )
}

/** What somebody should know of it before anything else. */
function Notices({ segment: { state, active, managedBy } }: { readonly segment: Segment }) {
  const { t } = useTranslation()
  return (
    <>
      {state.error && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{t('segment.failed')}</MessageBarTitle>
            {state.error.message}
          </MessageBarBody>
        </MessageBar>
      )}
      {!active && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{t('segment.inactive')}</MessageBarBody>
        </MessageBar>
      )}
      {managedBy !== null && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{t('segment.managed', { file: managedBy })}</MessageBarBody>
        </MessageBar>
      )}
    </>
  )
}
