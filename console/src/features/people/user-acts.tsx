import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { MoreHorizontalRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AskFirst } from '../../ui/ask-first.tsx'
import { useSay } from '../../ui/said.tsx'
import type { Role } from '../session/me.ts'
import { LinkHandedOver } from './handed-over.tsx'
import { RoleChoice } from './invite-panel.tsx'
import { type User, useChangeUser, useInviteAgain, useRemoveUser, useResetLink } from './users.ts'

type Act = 'role' | 'disable' | 'remove' | 'reset' | 'inviteAgain'

/** What an administrator can do with a user, each asked once more. What the server refuses it says in the question. */
export function UserActs({ user }: { readonly user: User }) {
  const { t } = useTranslation()
  const say = useSay()
  const [act, setAct] = useState<Act>()
  const enable = useChangeUser()
  const { name, status, hasPassword } = user
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button
            appearance="subtle"
            icon={<MoreHorizontalRegular />}
            aria-label={t('people.actsOf', { name })}
            disabledFocusable={enable.isPending}
          />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem onClick={() => setAct('role')}>{t('people.act.role')}</MenuItem>
            {status === 'invited' && (
              <MenuItem onClick={() => setAct('inviteAgain')}>{t('people.act.inviteAgain')}</MenuItem>
            )}
            {status === 'active' && hasPassword && (
              <MenuItem onClick={() => setAct('reset')}>{t('people.act.reset')}</MenuItem>
            )}
            {status === 'disabled' ? (
              <MenuItem
                onClick={() =>
                  enable.mutate(
                    { id: user.id, status: 'active' },
                    { onSuccess: () => say(t('people.enabled', { name })) },
                  )
                }
              >
                {t('people.act.enable')}
              </MenuItem>
            ) : (
              <MenuItem onClick={() => setAct('disable')}>{t('people.act.disable')}</MenuItem>
            )}
            <MenuItem onClick={() => setAct('remove')}>{t('people.act.remove')}</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      {act === 'role' && <ChangeRole user={user} onClose={() => setAct(undefined)} />}
      {act === 'disable' && <Disable user={user} onClose={() => setAct(undefined)} />}
      {act === 'remove' && <Remove user={user} onClose={() => setAct(undefined)} />}
      {(act === 'reset' || act === 'inviteAgain') && (
        <MakeLink user={user} way={act} onClose={() => setAct(undefined)} />
      )}
    </>
  )
}

type Asking = { readonly user: User; readonly onClose: () => void }

function ChangeRole({ user, onClose }: Asking) {
  const { t } = useTranslation()
  const say = useSay()
  const [role, setRole] = useState<Role>(user.role)
  const { mutate, isPending, error } = useChangeUser()
  const change = () =>
    mutate(
      { id: user.id, role },
      {
        onSuccess: () => {
          say(t('people.changed', { name: user.name, role: t(`roles.${role}`) }))
          onClose()
        },
      },
    )
  return (
    <AskFirst
      open
      title={t('people.changing.roleTitle', { name: user.name })}
      act={t('people.act.role')}
      onAct={change}
      onClose={onClose}
      busy={isPending || role === user.role}
      error={error}
    >
      <p>{t('people.changing.roleText')}</p>
      <RoleChoice role={role} onChoose={setRole} />
    </AskFirst>
  )
}

function Disable({ user: { id, name }, onClose }: Asking) {
  const { t } = useTranslation()
  const say = useSay()
  const { mutate, isPending, error } = useChangeUser()
  const disable = () =>
    mutate(
      { id, status: 'disabled' },
      {
        onSuccess: () => {
          say(t('people.disabled', { name }))
          onClose()
        },
      },
    )
  return (
    <AskFirst
      open
      title={t('people.changing.disableTitle', { name })}
      act={t('people.act.disable')}
      onAct={disable}
      onClose={onClose}
      busy={isPending}
      error={error}
    >
      <p>{t('people.changing.disableText')}</p>
    </AskFirst>
  )
}

function Remove({ user: { id, name }, onClose }: Asking) {
  const { t } = useTranslation()
  const say = useSay()
  const { mutate, isPending, error } = useRemoveUser()
  const remove = () =>
    mutate(id, {
      onSuccess: () => {
        say(t('people.removed', { name }))
        onClose()
      },
    })
  return (
    <AskFirst
      open
      title={t('people.changing.removeTitle', { name })}
      act={t('people.act.remove')}
      onAct={remove}
      onClose={onClose}
      busy={isPending}
      error={error}
    >
      <p>{t('people.changing.removeText')}</p>
    </AskFirst>
  )
}

function MakeLink({ user, way, onClose }: Asking & { readonly way: 'reset' | 'inviteAgain' }) {
  const { t } = useTranslation()
  const reset = useResetLink()
  const again = useInviteAgain()
  const { mutate, isPending, error, data } = way === 'reset' ? reset : again
  const { name } = user
  return (
    <AskFirst
      open
      title={
        data || way === 'inviteAgain' ? t('people.handed.title', { name }) : t('people.changing.resetTitle', { name })
      }
      act={data ? t('app.close') : t(`people.act.${way}`)}
      onAct={() => (data ? onClose() : mutate(user.id))}
      onClose={onClose}
      busy={isPending}
      error={error}
    >
      {data ? <LinkHandedOver handed={data} /> : way === 'reset' && <p>{t('people.changing.resetText')}</p>}
    </AskFirst>
  )
}
