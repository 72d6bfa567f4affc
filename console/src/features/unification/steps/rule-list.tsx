import { Button } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MatchRule } from '../../../../../src/contract/unification.ts'
import { moved, replaced, without } from './lists.ts'
import { Movable } from './movable.tsx'
import { RuleCard } from './rule-card.tsx'
import { useStepStyles } from './step-styles.ts'
import { useUnifying } from './unifying.ts'

/** Rules in the order in which they are tried: added, changed, moved, put aside, duplicated and deleted (feature map, N19). */
export function RuleList({
  rules,
  path,
  within,
  onChange,
}: {
  readonly rules: readonly MatchRule[]
  /** Where they stand in the draft, as the server names it. */
  readonly path: string
  /** The one table that they are asked within; missing for rules that are asked everywhere. */
  readonly within?: string
  readonly onChange: (rules: readonly MatchRule[], mark?: string) => void
}) {
  const styles = useStepStyles()
  const { t } = useTranslation()
  const { draft } = useUnifying()
  /** The one that was added last, which is there to be filled in. */
  const [added, setAdded] = useState<number>()
  const [first] = draft.fields
  const nameFree = (wanted: string) => {
    const taken = new Set(rules.map(({ name }) => name))
    for (let n = 1; ; n += 1) {
      const name = n === 1 ? wanted : `${wanted} ${n}`
      if (!taken.has(name)) return name
    }
  }
  const insert = (at: number, rule: MatchRule) => {
    onChange([...rules.slice(0, at), rule, ...rules.slice(at)])
    setAdded(at)
  }
  return (
    <div className={styles.list}>
      {rules.map((rule, at) => (
        <Movable
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no other name than the one that is being typed
          key={`${at} of ${rules.length}`}
          list={path}
          at={at}
          what={t('unifying.rule.rule', { name: rule.name })}
          onMove={(from, to) => onChange(moved(rules, from, to))}
        >
          <RuleCard
            rule={rule}
            path={`${path}[${at}]`}
            within={within}
            isNew={added === at}
            isNameTaken={rules.some((other, index) => index !== at && other.name === rule.name)}
            onChange={(next, mark) =>
              onChange(
                replaced(rules, at, () => next),
                mark && `${path} ${at} ${mark}`,
              )
            }
            onMove={(by) => onChange(moved(rules, at, at + by))}
            onCopy={() => insert(at + 1, { ...rule, name: nameFree(t('unifying.rule.copyOf', { name: rule.name })) })}
            onRemove={() => onChange(without(rules, at))}
          />
        </Movable>
      ))}
      {first && (
        <Button
          className={styles.start}
          icon={<AddRegular />}
          onClick={() =>
            insert(rules.length, { name: nameFree(t('unifying.rule.new')), where: [{ field: first.name }] })
          }
        >
          {t('unifying.rule.add')}
        </Button>
      )}
    </div>
  )
}
