import {
  Button,
  Menu,
  MenuDivider,
  MenuItem,
  MenuItemLink,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components'
import { MoreHorizontalRegular } from '@fluentui/react-icons'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type Segment, segmentPath } from './segments.ts'
import type { SegmentActs } from './use-segment-acts.tsx'

/** Everything that can be done with one segment by whoever looks. */
export function SegmentMenu({
  segment,
  acts,
  mayEdit,
}: {
  readonly segment: Segment
  readonly acts: SegmentActs
  readonly mayEdit: boolean
}) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { name, displayName, active, type, state } = segment
  const these = [segment]
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          icon={<MoreHorizontalRegular />}
          aria-label={t('segments.actsOf', { name: displayName })}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem onClick={() => void navigate({ to: '/segments/$name', params: { name } })}>
            {t('segments.view')}
          </MenuItem>
          {mayEdit && (
            <>
              <MenuItem onClick={() => void navigate({ to: '/segments/$name/edit', params: { name } })}>
                {t('segments.edit')}
              </MenuItem>
              <MenuItem onClick={() => acts.ask('duplicate', these)}>{t('segments.duplicate.act')}</MenuItem>
            </>
          )}
          {state.members !== null && (
            <MenuItemLink href={`/api/v1${segmentPath(name)}/members.csv`} download>
              {t('segments.download')}
            </MenuItemLink>
          )}
          <MenuItem
            onClick={() => void navigate({ to: '/segments/$name', params: { name }, search: { tab: 'exports' } })}
          >
            {t('segments.exports')}
          </MenuItem>
          {mayEdit && (
            <>
              <MenuDivider />
              {active && <MenuItem onClick={() => acts.refresh(these)}>{t('segments.refresh')}</MenuItem>}
              <MenuItem onClick={() => acts.setState(these, active ? 'inactive' : 'active')}>
                {t(active ? 'segments.deactivate' : 'segments.activate')}
              </MenuItem>
              <MenuItem onClick={() => acts.setType(these, type === 'static' ? 'dynamic' : 'static')}>
                {t(type === 'static' ? 'segments.makeDynamic' : 'segments.makeStatic')}
              </MenuItem>
              <MenuItem onClick={() => acts.ask('schedule', these)}>{t('segments.schedule.act')}</MenuItem>
              <MenuItem onClick={() => acts.ask('tag', these)}>{t('segments.tag.act')}</MenuItem>
              <MenuDivider />
              <MenuItem onClick={() => acts.ask('remove', these)}>{t('segments.remove.act')}</MenuItem>
            </>
          )}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
