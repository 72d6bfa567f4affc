import {
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Text,
  Toolbar,
  tokens,
} from '@fluentui/react-components'
import { ArrowClockwiseRegular, CalendarRegular, DeleteRegular, TagRegular } from '@fluentui/react-icons'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../app/formats.ts'
import type { Segment } from './segments.ts'
import type { SegmentActs } from './use-segment-acts.tsx'

const useStyles = makeStyles({
  bar: {
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalXS,
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusMedium,
    minHeight: '44px',
  },
  count: { padding: `0 ${tokens.spacingHorizontalS}` },
})

/** What is done with all chosen segments at once. */
export function BulkBar({ chosen, acts }: { readonly chosen: readonly Segment[]; readonly acts: SegmentActs }) {
  const styles = useStyles()
  const { t } = useTranslation()
  const { number } = useFormats()
  const active = chosen.filter((each) => each.active)
  return (
    <Toolbar
      className={styles.bar}
      aria-label={t('segments.chosen', { count: chosen.length, n: number(chosen.length) })}
    >
      <Text className={styles.count} weight="semibold" role="status">
        {t('segments.chosen', { count: chosen.length, n: number(chosen.length) })}
      </Text>
      <Button
        appearance="subtle"
        icon={<ArrowClockwiseRegular />}
        disabledFocusable={active.length === 0 || acts.refreshing.size > 0}
        onClick={() => acts.refresh(active)}
      >
        {t('segments.refresh')}
      </Button>
      <Button appearance="subtle" icon={<TagRegular />} onClick={() => acts.ask('tag', chosen)}>
        {t('segments.tag.act')}
      </Button>
      <Button appearance="subtle" icon={<CalendarRegular />} onClick={() => acts.ask('schedule', chosen)}>
        {t('segments.schedule.act')}
      </Button>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button appearance="subtle">{t('app.more')}</Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem onClick={() => acts.setState(chosen, 'active')}>{t('segments.activate')}</MenuItem>
            <MenuItem onClick={() => acts.setState(chosen, 'inactive')}>{t('segments.deactivate')}</MenuItem>
            <MenuItem onClick={() => acts.setType(chosen, 'static')}>{t('segments.makeStatic')}</MenuItem>
            <MenuItem onClick={() => acts.setType(chosen, 'dynamic')}>{t('segments.makeDynamic')}</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      <Button appearance="subtle" icon={<DeleteRegular />} onClick={() => acts.ask('remove', chosen)}>
        {t('segments.remove.act')}
      </Button>
    </Toolbar>
  )
}
