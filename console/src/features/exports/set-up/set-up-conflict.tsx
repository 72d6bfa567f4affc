import { useQuery } from '@tanstack/react-query'
import { askVersioned } from '../../../app/api.ts'
import { Conflict } from '../../../ui/conflict.tsx'
import { type ExportDefinition, exportPath, type SegmentExport } from '../exports.ts'
import { type Draft, draftOf } from './draft.ts'

/** Somebody else saved the export meanwhile: reads theirs, and lets who came second choose. */
export function SetUpConflict({
  name,
  mine,
  onTakeTheirs,
  onKeepMine,
  onClose,
}: {
  readonly name: string
  readonly mine: ExportDefinition
  readonly onTakeTheirs: (theirs: Draft, version: string | null) => void
  readonly onKeepMine: (version: string | null) => void
  readonly onClose: () => void
}) {
  const { data } = useQuery({
    queryKey: ['export', name, 'theirs'],
    queryFn: ({ signal }) => askVersioned<SegmentExport>('GET', exportPath(name), { signal }),
    gcTime: 0,
  })
  if (!data) return null
  const { definition } = data.value
  return (
    <Conflict
      mine={mine}
      theirs={definition}
      onTakeTheirs={() => onTakeTheirs(draftOf(name, definition), data.version)}
      onKeepMine={() => onKeepMine(data.version)}
      onClose={onClose}
    />
  )
}
