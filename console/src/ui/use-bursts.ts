import { useCallback, useRef } from 'react'

/** Typing pauses for so many milliseconds between two steps of undo. */
const pause = 1_200

/** Tells a change's mark together with the burst of typing it is of: letters of one burst are undone together, those after a pause by themselves. */
export function useBursts(): (mark: string | undefined) => { readonly mark?: string } {
  const typing = useRef({ at: 0, burst: 0 })
  return useCallback((mark) => {
    const now = Date.now()
    typing.current = { at: now, burst: typing.current.burst + Number(now - typing.current.at > pause) }
    return mark === undefined ? {} : { mark: `${mark} ${typing.current.burst}` }
  }, [])
}
