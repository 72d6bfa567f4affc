import { Card, MenuItem, makeStyles, mergeClasses, Subtitle1, Text, tokens } from '@fluentui/react-components'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../../app/formats.ts'
import { DragHandle } from '../../../ui/drag-handle.tsx'
import { holding, useDrag } from '../../../ui/use-drag.ts'
import { profileTable, splitColumn } from './catalogue.ts'
import type { DraftNode, DraftRule } from './draft.ts'
import { GroupBox } from './group-box.tsx'
import { PartActs } from './part-acts.tsx'
import { PathField } from './path-field.tsx'
import { RuleCount } from './rule-count.tsx'
import { SetOperatorField } from './set-operator-field.tsx'
import { useWorkbench } from './workbench.ts'

const narrow = '@media (max-width: 720px)'

const useStyles = makeStyles({
  card: { overflow: 'visible' },
  // Where another would be dropped.
  before: { boxShadow: `0 -3px 0 ${tokens.colorBrandStroke1}` },
  after: { boxShadow: `0 3px 0 ${tokens.colorBrandStroke1}` },
  dragged: { opacity: 0.5 },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  // At the right of the title in every rule; below it where there is no room, and the menu stays beside the title.
  figures: {
    marginLeft: 'auto',
    [narrow]: { order: 1, marginLeft: 0, flexBasis: '100%', ':empty': { display: 'none' } },
  },
  menu: { [narrow]: { marginLeft: 'auto' } },
  wrong: { color: tokens.colorStatusDangerForeground1 },
})

/** A rule: how it is combined with those before, what must hold, and how many that leaves. */
export function RuleCard({
  rule,
  at,
  rules,
}: {
  readonly rule: DraftRule
  readonly at: number
  readonly rules: number
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const bench = useWorkbench()
  const element = useRef<HTMLDivElement>(null)
  const handle = useRef<HTMLButtonElement>(null)
  const { over, isDragged } = useDrag({
    element,
    handle,
    data: { rule: rule.id, at },
    mayDrop: (dragged) =>
      (typeof dragged.rule === 'number' && dragged.rule !== rule.id) ||
      (typeof dragged.part === 'number' && bench.mayMove(dragged.part, rule.group.id)),
    onDrop: ({ rule: other, at: from, part }, place) => {
      if (typeof part === 'number') {
        const end = place === 'before' ? 0 : rule.group.members.length
        bench.dispatch({ do: 'move', node: part, to: rule.group.id, at: end })
        return
      }
      const target = place === 'before' ? at : at + 1
      bench.dispatch({ do: 'move-rule', rule: Number(other), to: Number(from) < target ? target - 1 : target })
    },
  })
  const n = number(at + 1)
  const what = t('builder.rule', { n })
  const nudge = (way: 'up' | 'down') =>
    bench.nudge({ do: 'move-rule', rule: rule.id, to: way === 'up' ? at - 1 : at + 1 }, way)
  const issues = bench.issues.get(rule.id) ?? []
  const named = tablesIn(rule.group, bench.tables)
  return (
    <Card
      ref={holding(element)}
      data-part={rule.id}
      role="group"
      aria-label={what}
      className={mergeClasses(
        styles.card,
        over === 'before' && styles.before,
        over === 'after' && styles.after,
        isDragged && styles.dragged,
      )}
    >
      <div className={styles.head}>
        <DragHandle handle={handle} what={what} onNudge={nudge} />
        <Subtitle1 as="h3">{what}</Subtitle1>
        <div className={styles.figures}>
          <RuleCount rule={rule.id} isFirst={at === 0} />
        </div>
        <PartActs what={what} className={styles.menu}>
          <MenuItem disabled={at === 0} onClick={() => nudge('up')}>
            {t('builder.up')}
          </MenuItem>
          <MenuItem disabled={at === rules - 1} onClick={() => nudge('down')}>
            {t('builder.down')}
          </MenuItem>
          <MenuItem onClick={() => bench.dispatch({ do: 'copy-rule', rule: rule.id })}>
            {t('builder.copyRule')}
          </MenuItem>
          <MenuItem disabled={rules === 1} onClick={() => bench.dispatch({ do: 'remove-rule', rule: rule.id })}>
            {t('builder.removeRule')}
          </MenuItem>
        </PartActs>
      </div>
      {(named.length > 0 || rule.path !== undefined) && <PathField of={rule.id} tables={named} path={rule.path} />}
      <GroupBox
        group={rule.group}
        home={profileTable}
        label={
          at === 0 ? (
            <Text weight="semibold">{t('builder.ruleWords.where')}</Text>
          ) : (
            <SetOperatorField rule={rule} at={at} />
          )
        }
        modeLabel={t('builder.modeOf', { n })}
      />
      {issues.map((issue) => (
        <Text key={issue} size={200} className={styles.wrong} role="alert">
          {issue}
        </Text>
      ))}
    </Card>
  )
}

/** The related tables whose columns the conditions of a rule name; those of aggregates have paths of their own. */
function tablesIn(node: DraftNode, tables: Parameters<typeof splitColumn>[0]): readonly string[] {
  if (node.kind === 'group') return [...new Set(node.members.flatMap((member) => tablesIn(member, tables)))].sort()
  if (node.kind !== 'condition' || node.column === null || node.column === '') return []
  const { table } = splitColumn(tables, node.column, profileTable)
  return table === profileTable ? [] : [table]
}
