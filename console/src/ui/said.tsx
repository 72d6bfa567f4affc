import { Toast, Toaster, ToastTitle, useId, useToastController } from '@fluentui/react-components'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react'

const Say = createContext<(text: string) => void>(() => undefined)
const Foot = createContext<(height: number) => void>(() => undefined)

/** From the foot of the window, in pixels, where nothing stands there. */
const offset = 16

/** Says for some seconds, also to screen readers, that something was done: "Saved. Nothing has been run." */
export function useSay(): (text: string) => void {
  return useContext(Say)
}

/** Keeps what is said clear of a panel's foot, where Save is. */
export function useFootUnderSaid(foot: HTMLElement | null): void {
  const setHeight = useContext(Foot)
  useEffect(() => {
    if (!foot) return
    const seen = new ResizeObserver(() => setHeight(foot.offsetHeight))
    seen.observe(foot)
    return () => {
      seen.disconnect()
      setHeight(0)
    }
  }, [foot, setHeight])
}

/** Lets everything below say what was done. */
export function Saying({ children }: { readonly children: ReactNode }) {
  const toaster = useId('said')
  const [foot, setFoot] = useState(0)
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
      <Foot value={setFoot}>{children}</Foot>
      <Toaster toasterId={toaster} position="bottom-end" offset={{ vertical: foot + offset, horizontal: offset }} />
    </Say>
  )
}
