import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EditorsOnly } from '../features/segments/editors-only.tsx'
import { QuickSegment } from '../features/segments/quick-segment.tsx'
import { Page } from '../ui/page.tsx'

/** A segment of one field, which is saved as it is or refined in the builder. */
export function QuickSegmentPage() {
  const { t } = useTranslation()
  const { field } = useSearch({ from: '/signed-in/segments/quick' })
  const navigate = useNavigate({ from: '/segments/quick' })
  return (
    <Page title={t('builder.quick.title')}>
      <EditorsOnly>
        <QuickSegment
          field={field}
          onField={(chosen) => void navigate({ search: { field: chosen }, replace: true })}
          onSaved={(name) => void navigate({ to: '/segments/$name', params: { name } })}
          onBuilder={(text) => void navigate({ to: '/segments/new', search: { start: text } })}
        />
      </EditorsOnly>
    </Page>
  )
}
