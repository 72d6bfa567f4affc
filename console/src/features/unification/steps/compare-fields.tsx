import { Checkbox, Field, Radio, RadioGroup } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import {
  type Alias,
  type Bypass,
  type MatchException,
  normalizations,
} from '../../../../../src/contract/unification.ts'
import { Group } from '../../../ui/group.tsx'
import { ColumnRefField } from './column-ref-field.tsx'
import { changed } from './draft.ts'
import { LinesField } from './lines-field.tsx'
import { useStepStyles } from './step-styles.ts'
import { useUnifying } from './unifying.ts'

type Props = {
  readonly condition: MatchException
  readonly onChange: (condition: MatchException, mark?: string) => void
}

/** How the values of a condition are compared: what is taken out, what means another, what never matches (feature map, N8 and N11). */
export function CompareFields({ condition, isText, onChange }: Props & { readonly isText: boolean }) {
  const styles = useStepStyles()
  return (
    <div className={styles.column}>
      {isText && <Normalize condition={condition} onChange={onChange} />}
      <AliasFields condition={condition} onChange={onChange} />
      <BypassFields condition={condition} onChange={onChange} />
    </div>
  )
}

function Normalize({ condition, onChange }: Props) {
  const styles = useStepStyles()
  const { t } = useTranslation()
  const { normalize } = condition
  return (
    <>
      <Field label={t('unifying.rule.normalize')}>
        <RadioGroup
          layout="horizontal"
          className={styles.wrap}
          value={normalize ? 'chosen' : 'byType'}
          onChange={(_, { value }) =>
            onChange(changed(condition, { normalize: value === 'chosen' ? ['lower-case', 'whitespace'] : undefined }))
          }
        >
          <Radio value="byType" label={t('unifying.rule.byType')} />
          <Radio value="chosen" label={t('unifying.rule.chosen')} />
        </RadioGroup>
      </Field>
      {normalize && (
        <Group label={t('unifying.rule.chosen')}>
          <div className={styles.list}>
            {normalizations.map((each) => (
              <Checkbox
                key={each}
                label={t(`unifying.rule.normalizations.${each}`)}
                checked={normalize.includes(each)}
                onChange={(_, { checked }) =>
                  onChange({
                    ...condition,
                    normalize: normalizations.filter((other) =>
                      other === each ? checked === true : normalize.includes(other),
                    ),
                  })
                }
              />
            ))}
          </div>
        </Group>
      )}
    </>
  )
}

function AliasFields({ condition, onChange }: Props) {
  const styles = useStepStyles()
  const { t } = useTranslation()
  const { sources } = useUnifying()
  const { alias } = condition
  const kind = alias === undefined ? 'none' : 'from' in alias ? 'columns' : 'pairs'
  const set = (next: Alias | undefined, mark?: string) => onChange(changed(condition, { alias: next }), mark)
  const first = firstColumn(sources)
  return (
    <>
      <Field label={t('unifying.rule.alias')}>
        <RadioGroup
          layout="horizontal"
          className={styles.wrap}
          value={kind}
          onChange={(_, { value }) =>
            set(value === 'none' ? undefined : value === 'pairs' ? [] : { from: first, to: first })
          }
        >
          <Radio value="none" label={t('unifying.rule.aliasNone')} />
          <Radio value="pairs" label={t('unifying.rule.aliasPairs')} />
          <Radio value="columns" label={t('unifying.rule.aliasColumns')} disabled={first === ''} />
        </RadioGroup>
      </Field>
      {alias !== undefined && 'from' in alias && (
        <div className={styles.fields}>
          <ColumnRefField
            label={t('unifying.rule.aliasFrom')}
            value={alias.from}
            onChange={(from) => set({ ...alias, from })}
          />
          <ColumnRefField
            label={t('unifying.rule.aliasTo')}
            value={alias.to}
            onChange={(to) => set({ ...alias, to })}
          />
        </div>
      )}
      {alias !== undefined && !('from' in alias) && (
        <LinesField
          label={t('unifying.rule.aliasPairs')}
          hint={t('unifying.rule.aliasHint')}
          lines={alias.map(([one, other]) => `${one} = ${other}`)}
          onChange={(lines) => set(lines.flatMap(pairIn), 'alias')}
        />
      )}
    </>
  )
}

function BypassFields({ condition, onChange }: Props) {
  const styles = useStepStyles()
  const { t } = useTranslation()
  const { sources } = useUnifying()
  const { bypass } = condition
  const kind = bypass === undefined ? 'none' : 'column' in bypass ? 'columns' : 'values'
  const set = (next: Bypass | undefined, mark?: string) => onChange(changed(condition, { bypass: next }), mark)
  const first = firstColumn(sources)
  return (
    <>
      <Field label={t('unifying.rule.bypass')}>
        <RadioGroup
          layout="horizontal"
          className={styles.wrap}
          value={kind}
          onChange={(_, { value }) => set(value === 'none' ? undefined : value === 'values' ? [] : { column: first })}
        >
          <Radio value="none" label={t('unifying.rule.aliasNone')} />
          <Radio value="values" label={t('unifying.rule.aliasPairs')} />
          <Radio value="columns" label={t('unifying.rule.aliasColumns')} disabled={first === ''} />
        </RadioGroup>
      </Field>
      {bypass !== undefined && 'column' in bypass && (
        <ColumnRefField
          label={t('unifying.rule.bypassColumn')}
          value={bypass.column}
          onChange={(column) => set({ column })}
        />
      )}
      {bypass !== undefined && !('column' in bypass) && (
        <LinesField
          label={t('unifying.rule.bypass')}
          hint={t('unifying.rule.bypassHint')}
          lines={bypass}
          onChange={(lines) => set(lines, 'bypass')}
        />
      )}
    </>
  )
}

/** `bill = william`; nothing while a side is missing. */
function pairIn(line: string): [string, string][] {
  const at = line.indexOf('=')
  const one = line.slice(0, Math.max(at, 0)).trim()
  const other = line.slice(at + 1).trim()
  return at < 0 || one === '' || other === '' ? [] : [[one, other]]
}

function firstColumn(sources: ReturnType<typeof useUnifying>['sources']): string {
  const source = sources.find(({ columns }) => columns.length > 0)
  return source ? `${source.name}.${source.columns[0]}` : ''
}
