import {
  Button,
  Menu,
  MenuButton,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  SearchBox,
  Select,
  Text,
} from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouteContext, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../app/formats.ts'
import type { en } from '../app/words/en.ts'
import { BulkBar } from '../features/segments/bulk-bar.tsx'
import { segmentsQuery } from '../features/segments/segments.ts'
import { isSegmentSort, type SegmentsAsked, segmentStatuses } from '../features/segments/segments-asked.ts'
import { SegmentsTable } from '../features/segments/segments-table.tsx'
import { useSegmentActs } from '../features/segments/use-segment-acts.tsx'
import { Empty } from '../ui/empty.tsx'
import { Filters } from '../ui/filters.tsx'
import { Page } from '../ui/page.tsx'
import { SendingFailed } from '../ui/sending-failed.tsx'
import { Shown } from '../ui/shown.tsx'
import { statusKey } from '../ui/status-key.ts'

/** Every segment: where it stands, and what is done with one or several. */
export function SegmentsPage() {
  const { t } = useTranslation()
  const asked = useSearch({ from: '/signed-in/segments' })
  const { me } = useRouteContext({ from: '/signed-in' })
  const query = useQuery(segmentsQuery(asked))
  const mayEdit = me.role !== 'viewer'
  const navigate = useNavigate({ from: '/segments' })
  const filtered = Object.keys(asked).some((key) => key !== 'sort')
  return (
    <Page title={t('segments.title')} acts={mayEdit && <NewSegment />}>
      <SegmentFilters asked={asked} />
      <Shown query={query}>
        {(segments) =>
          segments.length > 0 ? (
            <Segments segments={segments} asked={asked} mayEdit={mayEdit} />
          ) : filtered ? (
            <Empty
              title={t('segments.noneFound')}
              act={<Button onClick={() => void navigate({ search: {} })}>{t('segments.clear')}</Button>}
            >
              {t('segments.noneFoundText')}
            </Empty>
          ) : (
            <Empty title={t('segments.none')} act={mayEdit && <NewSegment />}>
              {t('segments.noneText')}
            </Empty>
          )
        }
      </Shown>
    </Page>
  )
}

function Segments({
  segments,
  asked,
  mayEdit,
}: {
  readonly segments: Parameters<typeof useSegmentActs>[0]
  readonly asked: SegmentsAsked
  readonly mayEdit: boolean
}) {
  const { t } = useTranslation()
  const { number } = useFormats()
  const navigate = useNavigate({ from: '/segments' })
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const acts = useSegmentActs(segments, { onRemoved: () => setChosen(new Set()) })
  const these = segments.filter(({ name }) => chosen.has(name))
  return (
    <>
      {these.length > 0 ? (
        <BulkBar chosen={these} acts={acts} />
      ) : (
        <Text role="status">{t('segments.count', { count: segments.length, n: number(segments.length) })}</Text>
      )}
      <SendingFailed error={acts.error} />
      <SegmentsTable
        segments={segments}
        sort={asked.sort ?? 'displayName'}
        onSort={(sort) =>
          isSegmentSort(sort) && void navigate({ search: (before) => ({ ...before, sort }), replace: true })
        }
        acts={acts}
        chosen={chosen}
        {...(mayEdit && { choose: setChosen })}
      />
      {acts.dialog}
    </>
  )
}

function SegmentFilters({ asked }: { readonly asked: SegmentsAsked }) {
  const { t } = useTranslation()
  const navigate = useNavigate({ from: '/segments' })
  const { data: all = [] } = useQuery(segmentsQuery())
  const tags = [...new Set(all.flatMap(({ definition }) => definition.tags ?? []))].sort()
  const set = (change: { readonly [K in keyof SegmentsAsked]?: SegmentsAsked[K] | undefined }) =>
    void navigate({ search: (before) => given({ ...before, ...change }), replace: true })
  return (
    <Filters>
      <SearchBox
        aria-label={t('segments.search')}
        placeholder={t('segments.search')}
        value={asked.search ?? ''}
        onChange={(_, { value }) => set({ search: value || undefined })}
      />
      {(tags.length > 0 || asked.tag !== undefined) && (
        <Filter of="tag" value={asked.tag} choices={tags.map((tag) => [tag, tag])} onChange={(tag) => set({ tag })} />
      )}
      <Filter
        of="active"
        value={asked.active}
        choices={[
          ['true', t('segments.active')],
          ['false', t('segments.inactive')],
        ]}
        onChange={(active) => set({ active: active as SegmentsAsked['active'] })}
      />
      <Filter
        of="type"
        value={asked.type}
        choices={(['dynamic', 'static'] as const).map((type) => [type, t(`segments.types.${type}`)])}
        onChange={(type) => set({ type: type as SegmentsAsked['type'] })}
      />
      <Filter
        of="status"
        value={asked.status}
        choices={segmentStatuses.map((status) => {
          const key = statusKey(status)
          return [status, key ? t(`status.${key}`) : status]
        })}
        onChange={(status) => set({ status: status as SegmentsAsked['status'] })}
      />
    </Filters>
  )
}

function Filter({
  of,
  value,
  choices,
  onChange,
}: {
  readonly of: keyof (typeof en)['segments']['all']
  readonly value: string | undefined
  readonly choices: readonly (readonly [value: string, words: string])[]
  readonly onChange: (value: string | undefined) => void
}) {
  const { t } = useTranslation()
  return (
    <Select
      aria-label={t(`segments.filters.${of}`)}
      value={value ?? ''}
      onChange={(_, { value: chosen }) => onChange(chosen || undefined)}
    >
      <option value="">{t(`segments.all.${of}`)}</option>
      {choices.map(([each, words]) => (
        <option key={each} value={each}>
          {words}
        </option>
      ))}
    </Select>
  )
}

function given(asked: { readonly [K in keyof SegmentsAsked]?: SegmentsAsked[K] | undefined }): SegmentsAsked {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as SegmentsAsked
}

function NewSegment() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton appearance="primary" icon={<AddRegular />}>
          {t('segments.new')}
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem onClick={() => void navigate({ to: '/segments/new' })}>{t('segments.build')}</MenuItem>
          <MenuItem onClick={() => void navigate({ to: '/segments/quick' })}>{t('segments.quick')}</MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
