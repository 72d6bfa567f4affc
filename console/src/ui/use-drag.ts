import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { type RefObject, useEffect, useRef, useState } from 'react'

export type Place = 'before' | 'after'

type Dragged = Readonly<Record<string, unknown>>

/**
 * Makes an element one that is dragged by its handle and dropped upon: before or after it, by the half that is pointed at.
 * Answers which half is pointed at, to be drawn. `mayDrop` and `onDrop` may change at each drawing.
 */
export function useDrag({
  element,
  handle,
  data,
  mayDrop,
  onDrop,
}: {
  readonly element: RefObject<HTMLElement | null>
  readonly handle: RefObject<HTMLElement | null>
  /** What is dragged, by which the other end knows it. */
  readonly data: Dragged
  readonly mayDrop: (dragged: Dragged) => boolean
  readonly onDrop: (dragged: Dragged, place: Place) => void
}): { readonly over: Place | null; readonly isDragged: boolean } {
  const [over, setOver] = useState<Place | null>(null)
  const [isDragged, setDragged] = useState(false)
  const now = useRef({ data, mayDrop, onDrop })
  now.current = { data, mayDrop, onDrop }
  useEffect(() => {
    const whole = element.current
    const grip = handle.current
    if (!whole || !grip) return undefined
    const placeOf = ({ clientY }: { readonly clientY: number }): Place => {
      const { top, height } = whole.getBoundingClientRect()
      return clientY < top + height / 2 ? 'before' : 'after'
    }
    return combine(
      draggable({
        element: whole,
        dragHandle: grip,
        getInitialData: () => now.current.data,
        onDragStart: () => setDragged(true),
        onDrop: () => setDragged(false),
      }),
      dropTargetForElements({
        element: whole,
        canDrop: ({ source }) => now.current.mayDrop(source.data),
        onDrag: ({ location, self }) =>
          // A sub-rule holds rows that are dropped upon, too: the innermost has it.
          setOver(location.current.dropTargets[0]?.element === self.element ? placeOf(location.current.input) : null),
        onDragLeave: () => setOver(null),
        onDrop: ({ source, location, self }) => {
          setOver(null)
          if (location.current.dropTargets[0]?.element !== self.element) return
          now.current.onDrop(source.data, placeOf(location.current.input))
        },
      }),
    )
  }, [element, handle])
  return { over, isDragged }
}

/** A ref of ours for an element of Fluent, which takes functions only. */
export function holding<T>(ref: RefObject<T | null>): (element: T | null) => void {
  return (element) => {
    ref.current = element
  }
}
