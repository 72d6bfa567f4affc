import { useMemo, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { type Format, formats } from '../../../src/contract/format.ts'
import { type Formats, formatsOf } from './formats-of.ts'

export { type Format, formats as formatNames } from '../../../src/contract/format.ts'

const stored = 'postbud.format'
const listeners = new Set<() => void>()

export function isFormat(text: unknown): text is Format {
  return formats.some((each) => each === text)
}

/** The format that was chosen, as this browser remembers it; with the user it is kept by the server. */
export function chosenFormat(): Format {
  const chosen = localStorage.getItem(stored)
  return isFormat(chosen) ? chosen : 'language'
}

/** Writes dates and numbers this way from now on, on every screen that is open. */
export function chooseFormat(format: Format): void {
  if (format === chosenFormat()) return
  localStorage.setItem(stored, format)
  for (const listener of listeners) listener()
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed)
  return () => listeners.delete(changed)
}

/** The formats of who looks; a screen that uses them is drawn anew when another is chosen. */
export function useFormats(): Formats {
  const { i18n } = useTranslation()
  const format = useFormatChoice()
  return useMemo(() => formatsOf(i18n.language, format), [i18n.language, format])
}

/** The chosen format, followed as it changes. */
export function useFormatChoice(): Format {
  return useSyncExternalStore(subscribe, chosenFormat)
}
