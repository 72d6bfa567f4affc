import { useTranslation } from 'react-i18next'
import { AskFirst } from '../../ui/ask-first.tsx'
import { useSay } from '../../ui/said.tsx'
import { useDetachExport } from './export-acts.ts'
import type { SegmentExport } from './exports.ts'

/** Asks before an export is taken off its connection. */
export function Detaching({ of, onClose }: { readonly of: SegmentExport; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const say = useSay()
  const { mutate, isPending, error } = useDetachExport()
  const name = of.displayName
  return (
    <AskFirst
      open
      onClose={onClose}
      title={t('exports.detach.title', { name })}
      act={t('exports.detach.act')}
      onAct={() =>
        mutate(of, {
          onSuccess: ({ warnings, consequences }) => {
            say([t('exports.detach.done', { name }), ...warnings, ...consequences].join(' '))
            onClose()
          },
        })
      }
      busy={isPending}
      error={error}
    >
      <p>{t('exports.detach.text')}</p>
    </AskFirst>
  )
}
