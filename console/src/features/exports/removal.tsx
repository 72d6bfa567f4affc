import { useTranslation } from 'react-i18next'
import { AskFirst } from '../../ui/ask-first.tsx'
import { useSay } from '../../ui/said.tsx'
import { useRemoveExports } from './export-acts.ts'
import type { SegmentExport } from './exports.ts'

/** Asks before exports are removed, and says what stays. */
export function Removal({
  of,
  onClose,
  onRemoved = onClose,
}: {
  readonly of: readonly SegmentExport[]
  readonly onClose: () => void
  readonly onRemoved?: () => void
}) {
  const { t } = useTranslation()
  const say = useSay()
  const { mutate, isPending, error } = useRemoveExports()
  const managed = of.filter(({ managedBy }) => managedBy !== null).map(({ displayName }) => displayName)
  const remove = () =>
    mutate(of, {
      onSuccess: (notes) => {
        const told = notes.flatMap(({ warnings, consequences }) => [...warnings, ...consequences])
        say([t('exports.remove.done', { count: of.length }), ...told].join(' '))
        onRemoved()
      },
    })
  return (
    <AskFirst
      open
      onClose={onClose}
      title={t('exports.remove.title', { count: of.length, name: of[0]?.displayName ?? '' })}
      act={t('exports.remove.act')}
      onAct={remove}
      busy={isPending}
      error={error}
    >
      <p>{t('exports.remove.text')}</p>
      {of.length > 1 && (
        <ul>
          {of.map(({ name, displayName }) => (
            <li key={name}>{displayName}</li>
          ))}
        </ul>
      )}
      {managed.length > 0 && <p>{t('exports.remove.managed', { names: managed.join(', ') })}</p>}
    </AskFirst>
  )
}
