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
import {
  CalendarClockRegular,
  CopyRegular,
  DeleteRegular,
  EditRegular,
  EyeRegular,
  HistoryRegular,
  MoreHorizontalRegular,
  PlayRegular,
  PlugDisconnectedRegular,
} from '@fluentui/react-icons'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { SegmentExport } from './exports.ts'

/** What is done with an export from its menu and not on a page of its own. */
export type MenuAct = 'run' | 'schedule' | 'detach' | 'remove'

/** Everything that whoever looks may do with one export; those who may only view it are offered nothing else. */
export function ExportMenu({
  of: { name, displayName, connection, permission },
  onAct,
}: {
  readonly of: SegmentExport
  readonly onAct: (act: MenuAct) => void
}) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const router = useRouter()
  const pageOf = (to: '/exports/$name' | '/exports/$name/edit') => {
    const told = { to, params: { name } } as const
    return {
      href: router.buildLocation(told).href,
      onClick: (event: React.MouseEvent) => {
        event.preventDefault()
        void navigate(told)
      },
    }
  }
  const mayEdit = permission === 'edit'
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          icon={<MoreHorizontalRegular />}
          aria-label={t('exports.actsOf', { name: displayName })}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {mayEdit && connection && (
            <MenuItem icon={<PlayRegular />} onClick={() => onAct('run')}>
              {t('exports.acts.run')}
            </MenuItem>
          )}
          <MenuItemLink icon={mayEdit ? <EditRegular /> : <EyeRegular />} {...pageOf('/exports/$name/edit')}>
            {t(mayEdit ? 'exports.acts.edit' : 'exports.acts.view')}
          </MenuItemLink>
          <MenuItemLink icon={<HistoryRegular />} {...pageOf('/exports/$name')}>
            {t('exports.acts.history')}
          </MenuItemLink>
          {mayEdit && (
            <>
              <MenuItem
                icon={<CopyRegular />}
                onClick={() => void navigate({ to: '/exports/new', search: { from: name } })}
              >
                {t('exports.acts.duplicate')}
              </MenuItem>
              <MenuItem icon={<CalendarClockRegular />} onClick={() => onAct('schedule')}>
                {t('exports.acts.schedule')}
              </MenuItem>
              <MenuDivider />
              {connection && (
                <MenuItem icon={<PlugDisconnectedRegular />} onClick={() => onAct('detach')}>
                  {t('exports.acts.detach')}
                </MenuItem>
              )}
              <MenuItem icon={<DeleteRegular />} onClick={() => onAct('remove')}>
                {t('exports.acts.remove')}
              </MenuItem>
            </>
          )}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
