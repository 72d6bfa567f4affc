import { Button, Text } from '@fluentui/react-components'
import { ArrowSyncRegular, DeleteRegular, DismissCircleRegular, EditRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import { PickFile } from '../../ui/file-drop.tsx'
import { useSay } from '../../ui/said.tsx'
import type { Standing } from '../status/status.ts'
import { useCancelRefresh, useRefreshSource, useRemoveSource, useReplaceFile } from './changes.ts'
import { dataFiles } from './draft-file.tsx'
import type { Source } from './sources.ts'
import { UsersOf } from './users-of.tsx'

/** What contributors may do with a source. `onFailed` is told why something could not be done. */
export function SourceActs({
  source,
  version,
  standing,
  onEdit,
  onRemoved,
  onFailed,
}: {
  readonly source: Source
  readonly version: string | null
  readonly standing: Standing | undefined
  readonly onEdit: () => void
  readonly onRemoved: () => void
  readonly onFailed: (error: Error | null) => void
}) {
  const { t } = useTranslation()
  const { percent } = useFormats()
  const say = useSay()
  const [sent, setSent] = useState(0)
  const refresh = useRefreshSource()
  const cancel = useCancelRefresh()
  const replace = useReplaceFile(source.name, setSent)
  const [removing, setRemoving] = useState(false)
  const underWay = standing?.status === 'Refreshing' || standing?.status === 'Queued' ? standing.refresh : null
  const told = (words: string) => ({
    onSuccess: () => {
      onFailed(null)
      say(words)
    },
    onError: onFailed,
  })
  return (
    <>
      {underWay === null ? (
        <Button
          appearance="primary"
          icon={<ArrowSyncRegular />}
          disabledFocusable={refresh.isPending}
          onClick={() => refresh.mutate(source.name, told(t('sources.refreshStarted')))}
        >
          {t('sources.refresh')}
        </Button>
      ) : (
        <Button
          icon={<DismissCircleRegular />}
          disabledFocusable={cancel.isPending}
          onClick={() => cancel.mutate(underWay, told(t('sources.canceled')))}
        >
          {t('sources.cancel')}
        </Button>
      )}
      {source.uploaded &&
        (replace.isPending ? (
          <Text role="status">{t('sources.replacing', { percent: percent(sent) })}</Text>
        ) : (
          <PickFile
            words={t('sources.replace')}
            accept={dataFiles}
            onFile={(file) => replace.mutate(file, told(t('sources.replaced')))}
          />
        ))}
      <Button icon={<EditRegular />} onClick={onEdit}>
        {t('sources.edit')}
      </Button>
      <Button icon={<DeleteRegular />} onClick={() => setRemoving(true)}>
        {t('app.remove')}
      </Button>
      <RemoveSource
        source={source}
        version={version}
        open={removing}
        onClose={() => setRemoving(false)}
        onRemoved={() => {
          say(t('sources.remove.done', { name: source.name }))
          onRemoved()
        }}
      />
    </>
  )
}

function RemoveSource({
  source: { name, usedBy },
  version,
  open,
  onClose,
  onRemoved,
}: {
  readonly source: Source
  readonly version: string | null
  readonly open: boolean
  readonly onClose: () => void
  readonly onRemoved: () => void
}) {
  const { t } = useTranslation()
  const remove = useRemoveSource(name)
  const used = usedBy.length > 0
  return (
    <AskFirst
      open={open}
      onClose={() => {
        remove.reset()
        onClose()
      }}
      title={t('sources.remove.title', { name })}
      act={t('app.remove')}
      onAct={() => remove.mutate(version, { onSuccess: onRemoved })}
      busy={remove.isPending || used}
      error={remove.error}
    >
      {used ? (
        <>
          <p>{t('sources.remove.used')}</p>
          <UsersOf uses={usedBy} />
        </>
      ) : (
        <p>{t('sources.remove.text')}</p>
      )}
    </AskFirst>
  )
}
