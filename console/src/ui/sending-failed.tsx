import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import { keepInSight } from './in-sight.ts'

/** What went wrong with what somebody has just sent, in the server's own words, where it is seen; nothing while nothing did. */
export function SendingFailed({
  error,
  unasked = false,
}: {
  readonly error: Error | null
  /** It was sent by itself, as of what is being typed: the page stays with that. */
  readonly unasked?: boolean
}) {
  if (!error) return null
  return (
    <MessageBar ref={unasked ? null : keepInSight} intent="error" layout="multiline" role="alert">
      <MessageBarBody>{error.message}</MessageBarBody>
    </MessageBar>
  )
}
