import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { SegmentBuilder } from '../features/segments/builder/segment-builder.tsx'
import { readText } from '../features/segments/builder/segment-text.ts'
import { EditorsOnly } from '../features/segments/editors-only.tsx'
import { segmentQuery } from '../features/segments/segments.ts'
import { Page } from '../ui/page.tsx'
import { Shown } from '../ui/shown.tsx'

/** A new segment. What it begins with may stand in the address, as a quick segment that is to be refined has it. */
export function NewSegmentPage() {
  const { t } = useTranslation()
  const { text = false, start } = useSearch({ from: '/signed-in/segments/new' })
  const navigate = useNavigate({ from: '/segments/new' })
  const { definition } = start === undefined ? {} : readText(start)
  return (
    <Page title={t('builder.new')}>
      <EditorsOnly>
        <SegmentBuilder
          {...(definition && { start: definition })}
          version={null}
          showsText={text}
          onShowText={(shows) => void navigate({ search: (before) => ({ ...before, text: shows }), replace: true })}
          onSaved={(name) => void navigate({ to: '/segments/$name', params: { name } })}
          onCancel={() => void navigate({ to: '/segments' })}
        />
      </EditorsOnly>
    </Page>
  )
}

/** A segment that is changed. */
export function EditSegmentPage() {
  const { t } = useTranslation()
  const { name } = useParams({ from: '/signed-in/segments/$name/edit' })
  const { text = false } = useSearch({ from: '/signed-in/segments/$name/edit' })
  const navigate = useNavigate({ from: '/segments/$name/edit' })
  // What is edited is what was there when it was opened; that somebody else changed it is found when it is saved.
  const query = useQuery({ ...segmentQuery(name), staleTime: Number.POSITIVE_INFINITY, refetchOnMount: 'always' })
  const toSegment = () => void navigate({ to: '/segments/$name', params: { name } })
  const fresh = { ...query, data: query.isFetchedAfterMount ? query.data : undefined }
  return (
    <Shown query={fresh}>
      {({ value, version }) => (
        <Page title={t('builder.editTitle', { name: value.displayName })}>
          <EditorsOnly>
            <SegmentBuilder
              key={name}
              segment={value}
              start={value.definition}
              version={version}
              showsText={text}
              onShowText={(shows) => void navigate({ search: (before) => ({ ...before, text: shows }), replace: true })}
              onSaved={toSegment}
              onCancel={toSegment}
            />
          </EditorsOnly>
        </Page>
      )}
    </Shown>
  )
}
