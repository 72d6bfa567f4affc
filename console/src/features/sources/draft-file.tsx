import { Field, ProgressBar, Text } from '@fluentui/react-components'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import { FileDrop, PickFile } from '../../ui/file-drop.tsx'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { useUpload } from './changes.ts'

/** The names of files that can be read, as an input asks for them. */
export const dataFiles = '.csv,.tsv,.tab,.txt,.parquet,.pq,.json,.ndjson,.jsonl,.gz'

/** Sends a file to be read as a source, and tells what it is called then. */
export function DraftFile({
  onSent,
}: {
  readonly onSent: (sent: { readonly file: string; readonly called: string }) => void
}) {
  const { t } = useTranslation()
  const { percent } = useFormats()
  const [sent, setSent] = useState(0)
  const upload = useUpload(setSent)
  const send = (file: File) => {
    setSent(0)
    upload.mutate(file, { onSuccess: ({ file: path }) => onSent({ file: path, called: file.name }) })
  }
  const called = upload.variables?.name ?? ''
  if (upload.isPending) {
    return (
      <Field label={t('sources.new.sending', { name: called, percent: percent(sent) })} role="status">
        <ProgressBar value={sent} />
      </Field>
    )
  }
  return (
    <>
      {upload.data ? (
        <div>
          <Text weight="semibold">{called} </Text>
          <PickFile words={t('sources.new.another')} accept={dataFiles} onFile={send} />
        </div>
      ) : (
        <FileDrop
          drop={t('sources.new.drop')}
          pick={t('sources.new.pick')}
          hint={t('sources.new.kinds')}
          accept={dataFiles}
          onFile={send}
        />
      )}
      <SendingFailed error={upload.error} />
    </>
  )
}
