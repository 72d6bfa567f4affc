import { makeStyles, tokens } from '@fluentui/react-components'
import type { FormEvent, ReactNode } from 'react'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
})

/** A form that hands over its fields by name when it is sent, also by a button that stands elsewhere and names it by its `id`. */
export function Form({
  id,
  onSend,
  children,
}: {
  readonly id?: string
  readonly onSend: (fields: Readonly<Record<string, string>>) => void
  readonly children: ReactNode
}) {
  const styles = useStyles()
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)])
    onSend(Object.fromEntries(fields))
  }
  return (
    <form id={id} className={styles.form} onSubmit={send}>
      {children}
    </form>
  )
}
