import { useTranslation } from 'react-i18next'
import { AskFirst } from '../../ui/ask-first.tsx'
import { useSay } from '../../ui/said.tsx'
import { useDetachExports } from './export-acts.ts'
import type { SegmentExport } from './exports.ts'

/** Asks before exports are taken off their connections. */
export function Detaching({ of, onClose }: { readonly of: readonly SegmentExport[]; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const say = useSay()
  const { mutate, isPending, error } = useDetachExports()
  const told = { count: of.length, name: of[0]?.displayName ?? '' }
  return (
    <AskFirst
      open
      onClose={onClose}
      title={t('exports.detach.title', told)}
      act={t('exports.detach.act')}
      onAct={() =>
        mutate(of, {
          onSuccess: (notes) => {
            const more = notes.flatMap(({ warnings, consequences }) => [...warnings, ...consequences])
            say([t('exports.detach.done', told), ...more].join(' '))
            onClose()
          },
        })
      }
      busy={isPending}
      error={error}
    >
      <p>{t('exports.detach.text', told)}</p>
      {of.length > 1 && (
        <ul>
          {of.map(({ name, displayName }) => (
            <li key={name}>{displayName}</li>
          ))}
        </ul>
      )}
    </AskFirst>
  )
}
