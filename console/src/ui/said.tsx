import { Toast, Toaster, ToastTitle, useId, useToastController } from '@fluentui/react-components'
import { createContext, type ReactNode, useCallback, useContext } from 'react'

const Say = createContext<(text: string) => void>(() => undefined)

/** Says for some seconds, also to screen readers, that something was done: "Saved. Nothing has been run." */
export function useSay(): (text: string) => void {
  return useContext(Say)
}

/** Lets everything below say what was done. */
export function Saying({ children }: { readonly children: ReactNode }) {
  const toaster = useId('said')
  const { dispatchToast, dismissAllToasts } = useToastController(toaster)
  const say = useCallback(
    (text: string) => {
      // There is room for one where nothing is that may have the focus (page.css).
      dismissAllToasts()
      dispatchToast(
        <Toast>
          <ToastTitle>{text}</ToastTitle>
        </Toast>,
        // Nothing in it is to be reached; where Tab comes to it, Fluent lets Tab go nowhere else.
        { intent: 'success', timeout: 6_000, root: { tabIndex: -1 } },
      )
    },
    [dispatchToast, dismissAllToasts],
  )
  return (
    <Say value={say}>
      {children}
      <Toaster toasterId={toaster} position="bottom-end" />
    </Say>
  )
}
