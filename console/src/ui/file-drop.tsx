import { Button, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { ArrowUploadRegular } from '@fluentui/react-icons'
import { type DragEvent, useRef, useState } from 'react'

const useStyles = makeStyles({
  place: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalXXL,
    textAlign: 'center',
    border: `2px dashed ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  over: { border: `2px dashed ${tokens.colorBrandStroke1}`, backgroundColor: tokens.colorBrandBackground2 },
  hint: { color: tokens.colorNeutralForeground2 },
})

/** Where a file is dropped or, by whoever does not drag, chosen. `accept` is the input's own: file name endings. */
export function FileDrop({
  drop,
  pick,
  hint,
  accept,
  onFile,
}: {
  readonly drop: string
  readonly pick: string
  readonly hint: string
  readonly accept: string
  readonly onFile: (file: File) => void
}) {
  const styles = useStyles()
  const [over, setOver] = useState(false)
  const dropped = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file) onFile(file)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dragging is a way beside the button, which everybody can use
    <div
      className={mergeClasses(styles.place, over && styles.over)}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={dropped}
    >
      <ArrowUploadRegular fontSize={32} aria-hidden />
      <Text>{drop}</Text>
      <PickFile words={pick} accept={accept} onFile={onFile} />
      <Text size={200} align="center" className={styles.hint}>
        {hint}
      </Text>
    </div>
  )
}

/** A button that lets somebody choose a file. */
export function PickFile({
  words,
  accept,
  disabled = false,
  onFile,
}: {
  readonly words: string
  readonly accept: string
  readonly disabled?: boolean
  readonly onFile: (file: File) => void
}) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button icon={<ArrowUploadRegular />} disabledFocusable={disabled} onClick={() => input.current?.click()}>
        {words}
      </Button>
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        aria-label={words}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? []
          // The same file may be chosen again after it was mended.
          currentTarget.value = ''
          if (file) onFile(file)
        }}
      />
    </>
  )
}
