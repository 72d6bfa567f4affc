import {
  Button,
  Menu,
  MenuButton,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Select,
  Text,
  tokens,
} from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { AggregatePart } from './aggregate-part.tsx'
import { profileTable } from './catalogue.ts'
import { ConditionPart } from './condition-part.tsx'
import type { DraftGroup, DraftNode } from './draft.ts'
import { focusLastPart } from './focus-part.ts'
import { PartFrame } from './part-frame.tsx'
import { SegmentPart } from './segment-part.tsx'
import { useWorkbench } from './workbench.ts'

const useStyles = makeStyles({
  whole: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, minWidth: 0 },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  members: { display: 'flex', flexDirection: 'column' },
  sub: {
    flexBasis: '100%',
    padding: tokens.spacingHorizontalM,
    borderLeft: `3px solid ${tokens.colorBrandStroke2}`,
    backgroundColor: tokens.colorNeutralBackground2,
    borderRadius: tokens.borderRadiusMedium,
    minWidth: 0,
  },
  acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
})

/** What must hold: the parts of a group, how many of them, and what is added to it. */
export function GroupBox({
  group,
  home,
  label,
  modeLabel,
}: {
  readonly group: DraftGroup
  /** The table whose columns go by their bare names. */
  readonly home: string
  /** What stands before the choice of how many must hold. */
  readonly label: ReactNode
  readonly modeLabel?: string
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { dispatch } = useWorkbench()
  const mode = modeOf(group)
  const members = useRef<HTMLDivElement>(null)
  const add = (part: 'condition' | 'group' | 'segment' | 'aggregate') => {
    dispatch({ do: 'add', to: group.id, part })
    focusLastPart(members.current)
  }
  return (
    <div className={styles.whole}>
      <div className={styles.head}>
        {label}
        <Select
          size="small"
          aria-label={modeLabel ?? t('builder.modeOfGroup')}
          value={mode}
          onChange={(_, { value }) => dispatch({ do: 'mode', group: group.id, ...modes[value as keyof typeof modes] })}
        >
          {(Object.keys(modes) as (keyof typeof modes)[]).map((each) => (
            <option key={each} value={each}>
              {t(`builder.modes.${each}`)}
            </option>
          ))}
        </Select>
      </div>
      <div ref={members} className={styles.members}>
        {group.members.length === 0 && (
          <Text italic>
            {t((group.mode === 'all') === (group.negations % 2 === 0) ? 'builder.everybody' : 'builder.nobody')}
          </Text>
        )}
        {group.members.map((member, at) => (
          <Part key={member.id} node={member} parent={group} at={at} home={home} />
        ))}
      </div>
      <div data-add className={styles.acts}>
        <Button size="small" icon={<AddRegular />} onClick={() => add('condition')}>
          {t('builder.addCondition')}
        </Button>
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <MenuButton size="small" appearance="subtle">
              {t('app.more')}
            </MenuButton>
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              <MenuItem onClick={() => add('group')}>{t('builder.addGroup')}</MenuItem>
              {home === profileTable && (
                <>
                  <MenuItem onClick={() => add('aggregate')}>{t('builder.addAggregate')}</MenuItem>
                  <MenuItem onClick={() => add('segment')}>{t('builder.addSegment')}</MenuItem>
                </>
              )}
            </MenuList>
          </MenuPopover>
        </Menu>
      </div>
    </div>
  )
}

function Part({
  node,
  ...place
}: {
  readonly node: DraftNode
  readonly parent: DraftGroup
  readonly at: number
  readonly home: string
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  switch (node.kind) {
    case 'condition':
      return <ConditionPart node={node} {...place} />
    case 'aggregate':
      return <AggregatePart node={node} {...place} />
    case 'segment':
      return <SegmentPart node={node} {...place} />
    case 'group':
      return (
        <PartFrame node={node} {...place} what={t('builder.subRule')}>
          <div className={styles.sub}>
            <GroupBox group={node} home={place.home} label={<Text weight="semibold">{t('builder.subRule')}</Text>} />
          </div>
        </PartFrame>
      )
    default:
      return node satisfies never
  }
}

const modes = {
  all: { mode: 'all', negated: false },
  any: { mode: 'any', negated: false },
  notAll: { mode: 'all', negated: true },
  notAny: { mode: 'any', negated: true },
} as const

function modeOf({ mode, negations }: DraftGroup): keyof typeof modes {
  if (negations % 2 === 0) return mode
  return mode === 'all' ? 'notAll' : 'notAny'
}
