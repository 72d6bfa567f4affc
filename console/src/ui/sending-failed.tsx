import { MessageBar, MessageBarBody } from '@fluentui/react-components'

/** What went wrong with what somebody has just sent, in the server's own words; nothing while nothing did. */
export function SendingFailed({ error }: { readonly error: Error | null }) {
  if (!error) return null
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody>{error.message}</MessageBarBody>
    </MessageBar>
  )
}
