import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  Select,
} from '@fluentui/react-components'
import { useRouteContext } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Copied } from '../../ui/copied.tsx'
import { fieldIssue } from '../../ui/field-issue.ts'
import { useFocusBack } from '../../ui/focus-back.ts'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import type { Role } from '../session/me.ts'
import { useMakeKey } from './api-keys.ts'

const roles = ['viewer', 'contributor', 'administrator'] as const satisfies readonly Role[]

/** Makes a key with a role no higher than one's own, and shows it this once. */
export function MakeKey({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  useFocusBack()
  const { me } = useRouteContext({ from: '/signed-in' })
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('viewer')
  const { mutate, isPending, error, data } = useMakeKey()
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()} modalType={data ? 'alert' : 'modal'}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t(data ? 'keys.made' : 'keys.make')}</DialogTitle>
          <DialogContent>
            {data ? (
              <>
                <p>{t('keys.madeText')}</p>
                <Copied label={t('keys.key')} text={data.key} />
              </>
            ) : (
              <>
                <SendingFailed error={error} />
                <Field label={t('keys.name')} required {...fieldIssue(error, 'name')}>
                  <Input value={name} maxLength={100} onChange={(_, { value }) => setName(value)} />
                </Field>
                <Field label={t('keys.role')}>
                  <Select
                    value={role}
                    onChange={(_, { value }) => setRole(roles.find((each) => each === value) ?? 'viewer')}
                  >
                    {roles.slice(0, roles.indexOf(me.role) + 1).map((each) => (
                      <option key={each} value={each}>
                        {t(`roles.${each}`)}
                      </option>
                    ))}
                  </Select>
                </Field>
              </>
            )}
          </DialogContent>
          <DialogActions>
            {data ? (
              <Button appearance="primary" onClick={onClose}>
                {t('app.close')}
              </Button>
            ) : (
              <>
                <Button onClick={onClose}>{t('app.back')}</Button>
                <Button
                  appearance="primary"
                  disabled={name.trim() === ''}
                  disabledFocusable={isPending}
                  onClick={() => mutate({ name: name.trim(), role })}
                >
                  {t('keys.make')}
                </Button>
              </>
            )}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
