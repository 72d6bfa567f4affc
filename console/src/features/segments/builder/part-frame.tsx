import { MenuItem, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../../app/formats.ts'
import { DragHandle } from '../../../ui/drag-handle.tsx'
import { useDrag } from '../../../ui/use-drag.ts'
import type { DraftGroup, DraftNode } from './draft.ts'
import { focusBeside } from './focus-part.ts'
import { PartActs } from './part-acts.tsx'
import { todoOf } from './todo.ts'
import { useWorkbench } from './workbench.ts'

const useStyles = makeStyles({
  part: {
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr) auto',
    columnGap: tokens.spacingHorizontalXS,
    alignItems: 'start',
    padding: `${tokens.spacingVerticalXS} 0`,
    borderTop: '2px solid transparent',
    borderBottom: '2px solid transparent',
  },
  before: { borderTopColor: tokens.colorBrandStroke1 },
  after: { borderBottomColor: tokens.colorBrandStroke1 },
  dragged: { opacity: 0.5 },
  body: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    // What is chosen may have a long name, which is longer than a telephone is wide.
    '& > *, & select': { maxWidth: '100%', textOverflow: 'ellipsis' },
  },
  // As high as the fields, so that it stands beside their middle.
  end: { display: 'flex', alignItems: 'center', minHeight: '32px' },
  count: {
    fontVariantNumeric: 'tabular-nums',
    color: tokens.colorNeutralForeground2,
    minWidth: '56px',
    textAlign: 'right',
  },
  stale: { color: tokens.colorNeutralForeground3, fontStyle: 'italic' },
  wrong: { color: tokens.colorStatusDangerForeground1 },
  not: { color: tokens.colorStatusDangerForeground1 },
})

/** A condition, a sub-rule or another part of a group: what it is moved by, what it says, how many it holds for, what can be done with it. */
export function PartFrame({
  node,
  parent,
  at,
  what,
  children,
}: {
  readonly node: DraftNode
  readonly parent: DraftGroup
  readonly at: number
  /** What it is called, for those who do not see it. */
  readonly what: string
  readonly children: ReactNode
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const bench = useWorkbench()
  const element = useRef<HTMLDivElement>(null)
  const handle = useRef<HTMLButtonElement>(null)
  const { over, isDragged } = useDrag({
    element,
    handle,
    data: { part: node.id },
    mayDrop: ({ part }) => typeof part === 'number' && part !== node.id && bench.mayMove(part, parent.id),
    onDrop: ({ part }, place) =>
      bench.dispatch({ do: 'move', node: Number(part), to: parent.id, at: place === 'before' ? at : at + 1 }),
  })
  const nudge = (way: 'up' | 'down') => bench.nudge({ do: 'nudge', node: node.id, by: way === 'up' ? -1 : 1 }, way)
  const remove = () => {
    focusBeside(element.current)
    bench.dispatch({ do: 'remove', node: node.id })
  }
  const issues = bench.issues.get(node.id) ?? []
  const todo = bench.tellsUnfinished ? todoOf(node) : undefined
  return (
    <div
      ref={element}
      data-part={node.id}
      className={mergeClasses(
        styles.part,
        over === 'before' && styles.before,
        over === 'after' && styles.after,
        isDragged && styles.dragged,
      )}
    >
      <DragHandle handle={handle} what={what} onNudge={nudge} />
      <div className={styles.body}>
        <div className={styles.line}>
          {node.kind !== 'group' &&
            Array.from({ length: node.negations }, (_, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: words that are all alike
              <Text key={index} weight="semibold" className={styles.not}>
                {t('builder.negated')}
              </Text>
            ))}
          {children}
        </div>
        {todo && (
          <Text size={200} className={styles.wrong}>
            {t(`builder.todo.${todo}`)}
          </Text>
        )}
        {issues.map((issue) => (
          <Text key={issue} size={200} className={styles.wrong} role="alert">
            {issue}
          </Text>
        ))}
      </div>
      <div className={styles.end}>
        <PartCount node={node} />
        <PartActs what={what}>
          <MenuItem onClick={() => nudge('up')}>{t('builder.up')}</MenuItem>
          <MenuItem onClick={() => nudge('down')}>{t('builder.down')}</MenuItem>
          <MenuItem onClick={() => bench.dispatch({ do: 'negate', node: node.id })}>{t('builder.negate')}</MenuItem>
          <MenuItem onClick={remove}>{t('builder.remove')}</MenuItem>
        </PartActs>
      </div>
    </div>
  )
}

/** For how many customers a part holds by itself, where that is counted. */
function PartCount({ node }: { readonly node: DraftNode }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const { counts, countIsStale } = useWorkbench()
  const count = counts.get(node.id)
  if (!count) return null
  return (
    <Text
      size={200}
      className={mergeClasses(styles.count, countIsStale && styles.stale)}
      title={t('segments.customers', { count: count.alone, n: number(count.alone) })}
    >
      {number(count.alone)}
    </Text>
  )
}
