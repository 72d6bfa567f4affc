import {
  Button,
  Field,
  Input,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Select,
  Switch,
  Text,
} from '@fluentui/react-components'
import { MoreVerticalRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import type { MatchRule } from '../../../../../src/contract/unification.ts'
import { Fold } from '../../../ui/fold.tsx'
import { Conditions, Exceptions } from './conditions.tsx'
import { changed } from './draft.ts'
import { Mistakes } from './mistakes.tsx'
import { NearPairsToggle } from './near-pairs-toggle.tsx'
import { useStepStyles } from './step-styles.ts'
import { useUnifying } from './unifying.ts'
import { useRuleSays } from './use-rule-says.ts'

const useStyles = makeStyles({ inactive: { opacity: 0.75 } })

/** One rule: its conditions, what it makes an exception of, where it is asked, and which pairs it only just finds or misses. */
export function RuleCard({
  rule,
  path,
  within,
  isNew,
  isNameTaken,
  onChange,
  onMove,
  onCopy,
  onRemove,
}: {
  readonly rule: MatchRule
  readonly path: string
  readonly within: string | undefined
  readonly isNew: boolean
  readonly isNameTaken: boolean
  readonly onChange: (rule: MatchRule, mark?: string) => void
  readonly onMove: (by: -1 | 1) => void
  readonly onCopy: () => void
  readonly onRemove: () => void
}) {
  const styles = useStepStyles()
  const own = useStyles()
  const { t } = useTranslation()
  const ruleSays = useRuleSays()
  const { name, active = true } = rule
  const acts = (
    <>
      <Switch
        checked={active}
        aria-label={t('unifying.rule.activeOf', { name })}
        onChange={(_, { checked }) => onChange(changed(rule, { active: checked ? undefined : false }))}
      />
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button appearance="subtle" icon={<MoreVerticalRegular />} aria-label={t('unifying.rule.acts', { name })} />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem onClick={() => onMove(-1)}>{t('unifying.rule.up')}</MenuItem>
            <MenuItem onClick={() => onMove(1)}>{t('unifying.rule.down')}</MenuItem>
            <MenuItem onClick={onCopy}>{t('unifying.rule.duplicate')}</MenuItem>
            <MenuItem onClick={onRemove}>{t('unifying.rule.delete')}</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
    </>
  )
  return (
    <div className={styles.part}>
      <div {...(!active && { className: own.inactive })}>
        <Fold isOpen={isNew} head={<Text weight="semibold">{name}</Text>} says={ruleSays(rule)} acts={acts}>
          <div className={styles.fields}>
            <Field
              label={t('unifying.rule.name')}
              {...(isNameTaken && { validationMessage: t('unifying.rule.nameTaken') })}
            >
              <Input
                value={name}
                maxLength={200}
                onChange={(_, { value }) => onChange({ ...rule, name: value }, 'name')}
              />
            </Field>
            {within === undefined && <WhereAsked rule={rule} onChange={onChange} />}
          </div>
          <Conditions rule={rule} path={path} onChange={onChange} />
          <Exceptions rule={rule} path={path} onChange={onChange} />
          <Mistakes path={path} />
        </Fold>
      </div>
      <NearPairsToggle rule={rule} within={within} />
    </div>
  )
}

type Part = {
  readonly rule: MatchRule
  readonly onChange: (rule: MatchRule, mark?: string) => void
}

/** Between which tables a rule is asked: wherever its fields are, or only between two, or within one. */
function WhereAsked({ rule, onChange }: Part) {
  const { t } = useTranslation()
  const { draft } = useUnifying()
  const names = draft.tables.map(({ source }) => source)
  const pairs = names.flatMap((one, at) => names.slice(at).map((other) => [one, other] as const))
  const value = rule.tables ? JSON.stringify([...rule.tables].sort((a, b) => names.indexOf(a) - names.indexOf(b))) : ''
  return (
    <Field label={t('unifying.rule.tables')}>
      <Select
        value={value}
        onChange={(_, { value: chosen }) =>
          onChange(changed(rule, { tables: chosen === '' ? undefined : (JSON.parse(chosen) as [string, string]) }))
        }
      >
        <option value="">{t('unifying.rule.everywhere')}</option>
        {pairs.map(([one, other]) => (
          <option key={`${one} ${other}`} value={JSON.stringify([one, other])}>
            {one === other ? t('unifying.rule.within', { table: one }) : t('unifying.rule.between', { one, other })}
          </option>
        ))}
      </Select>
    </Field>
  )
}
