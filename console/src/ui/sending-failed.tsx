import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import { keepInSight } from './in-sight.ts'

/** What went wrong with what somebody has just sent, in the server's own words, where it is seen; nothing while nothing did. */
export function SendingFailed({ error }: { readonly error: Error | null }) {
  if (!error) return null
  return (
    <MessageBar ref={keepInSight} intent="error" layout="multiline" role="alert">
      <MessageBarBody>{error.message}</MessageBarBody>
    </MessageBar>
  )
}
