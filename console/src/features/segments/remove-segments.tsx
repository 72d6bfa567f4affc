import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import { useFocusBack } from '../../ui/focus-back.ts'
import { useSay } from '../../ui/said.tsx'
import { useDisplayNames } from '../status/display-names.ts'
import { type Segment, type User, useRemoveSegments } from './segments.ts'

/** Deletes segments after asking; what something else needs is told with what needs it, and not deleted. */
export function RemoveSegments({
  segments,
  onClose,
  onRemoved,
}: {
  readonly segments: readonly Segment[]
  readonly onClose: () => void
  readonly onRemoved?: () => void
}) {
  const { t } = useTranslation()
  useFocusBack()
  const { number } = useFormats()
  const say = useSay()
  const nameOf = useDisplayNames()
  const { mutate, isPending, error } = useRemoveSegments()
  const names = new Set(segments.map(({ name }) => name))
  // Those that only name each other go together.
  const needed = segments
    .map((segment) => ({ segment, users: segment.usedBy.filter((user) => !isAmong(names, user)) }))
    .filter(({ users }) => users.length > 0)
  const told = { count: segments.length, n: number(segments.length) }
  const remove = () =>
    mutate(segments, {
      onSuccess: () => {
        say(t('segments.remove.done', told))
        onRemoved?.()
        onClose()
      },
    })
  if (needed.length > 0) {
    return (
      <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
        <DialogSurface>
          <DialogBody>
            <DialogTitle>{t('segments.remove.title', told)}</DialogTitle>
            <DialogContent>
              <p>{t('segments.remove.refused')}</p>
              <ul>
                {needed.map(({ segment, users }) => (
                  <li key={segment.name}>
                    <strong>{segment.displayName}</strong>{' '}
                    {t('segments.remove.usedBy', { users: users.map(userWords).join(', ') })}
                  </li>
                ))}
              </ul>
              <p>{t('segments.remove.instead')}</p>
            </DialogContent>
            <DialogActions>
              <Button appearance="primary" onClick={onClose}>
                {t('app.close')}
              </Button>
            </DialogActions>
          </DialogBody>
        </DialogSurface>
      </Dialog>
    )
  }
  return (
    <AskFirst
      open
      onClose={onClose}
      title={t('segments.remove.title', told)}
      act={t('segments.remove.act')}
      onAct={remove}
      busy={isPending}
      error={error}
    >
      <ul>
        {segments.map(({ name, displayName }) => (
          <li key={name}>{displayName}</li>
        ))}
      </ul>
      <p>{t('segments.remove.text')}</p>
      {segments.some(({ managedBy }) => managedBy !== null) && <p>{t('segments.remove.file')}</p>}
    </AskFirst>
  )

  function userWords({ section, name }: User): string {
    if (section === 'segments') return t('uses.segments', { name: nameOf('segment', name) })
    return section === 'exports' ? t('uses.exports', { name: nameOf('export', name) }) : name
  }
}

function isAmong(names: ReadonlySet<string>, { section, name }: User): boolean {
  return section === 'segments' && names.has(name)
}
