import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { type ReactNode, useRef } from 'react'
import { DragHandle } from '../../../ui/drag-handle.tsx'
import { useDrag } from '../../../ui/use-drag.ts'

const useStyles = makeStyles({
  item: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalXS,
    alignItems: 'start',
    // In the middle of the first line of a part: its border, what it keeps free, and half of what a switch is higher.
    '& > [data-handle]': { marginTop: `calc(1px + ${tokens.spacingVerticalXS} + 2px)` },
    borderTop: '2px solid transparent',
    borderBottom: '2px solid transparent',
  },
  before: { borderTopColor: tokens.colorBrandStroke1 },
  after: { borderBottomColor: tokens.colorBrandStroke1 },
  dragged: { opacity: 0.5 },
})

/** One of several that stand in an order: it is dragged by its handle, or moved with the arrow keys. */
export function Movable({
  list,
  at,
  what,
  onMove,
  children,
}: {
  /** Which list it is of: nothing is dropped among others. */
  readonly list: string
  readonly at: number
  /** What it is called, for those who do not see it. */
  readonly what: string
  readonly onMove: (from: number, to: number) => void
  readonly children: ReactNode
}) {
  const styles = useStyles()
  const element = useRef<HTMLDivElement>(null)
  const handle = useRef<HTMLButtonElement>(null)
  const { over, isDragged } = useDrag({
    element,
    handle,
    data: { list, at },
    mayDrop: (dragged) => dragged.list === list && dragged.at !== at,
    onDrop: (dragged, place) => {
      const from = Number(dragged.at)
      const before = place === 'before' ? at : at + 1
      onMove(from, from < before ? before - 1 : before)
    },
  })
  const nudge = (way: 'up' | 'down') => {
    const to = way === 'up' ? at - 1 : at + 1
    const items = element.current?.parentElement
    onMove(at, to)
    // What stood there takes its place; the focus goes along with what was moved.
    setTimeout(() => {
      const next = items?.querySelectorAll<HTMLElement>(`[data-list="${list}"]`)[to]
      next?.querySelector<HTMLElement>('[data-handle]')?.focus()
    })
  }
  return (
    <div
      ref={element}
      data-list={list}
      className={mergeClasses(
        styles.item,
        over === 'before' && styles.before,
        over === 'after' && styles.after,
        isDragged && styles.dragged,
      )}
    >
      <DragHandle handle={handle} what={what} onNudge={nudge} />
      {children}
    </div>
  )
}
