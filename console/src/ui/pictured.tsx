import { lazy, Suspense } from 'react'
import { Loading } from './loading.tsx'

// Its tabs and its table are more than what many a page around it needs.
const PictureOrTable = lazy(() => import('./picture-or-table.tsx'))

export type Point = { readonly at: string; readonly value: number }

export type PicturedProps = {
  /** What is drawn, in words. */
  readonly label: string
  readonly points: readonly Point[]
  readonly kind: 'line' | 'bars'
  /** The headers of the table. */
  readonly columns: { readonly at: string; readonly value: string }
  /** How a figure is written; as a number unless told. */
  readonly show?: (value: number) => string
}

/** Figures over time as a picture, and as a table for those who would rather read. `at` is ISO; a line for what grows, bars for what adds up. */
export function Pictured(props: PicturedProps) {
  return (
    <div style={{ minHeight: '320px' }}>
      <Suspense fallback={<Loading />}>
        <PictureOrTable {...props} />
      </Suspense>
    </div>
  )
}
