import { Button } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'

/** Looks at what would be done before it is done, and again once that was looked at. */
export function LookButton({
  first,
  looked,
  busy,
  onLook,
}: {
  /** What it is called until it was looked at. */
  readonly first: 'preview.look' | 'preview.lookAtThat'
  readonly looked: boolean
  readonly busy: boolean
  readonly onLook: () => void
}) {
  const { t } = useTranslation()
  return (
    <Button disabledFocusable={busy} onClick={onLook}>
      {t(busy ? 'preview.looking' : looked ? 'preview.lookAgain' : first)}
    </Button>
  )
}
