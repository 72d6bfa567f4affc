import { Button } from '@fluentui/react-components'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SendingFailed } from '../../ui/sending-failed.tsx'
import { meQuery } from '../session/me.ts'
import { needsProof, ProveAgain, proveElsewhere } from '../session/prove-again.tsx'

/** The button "Add yourself as export user", which has whoever presses it prove once more who they are. */
export function BecomeExportUser({
  become,
  busy,
  error,
}: {
  readonly become: () => void
  readonly busy: boolean
  readonly error: Error | null
}) {
  const { t } = useTranslation()
  const { data: me } = useQuery(meQuery)
  const [asks, setAsks] = useState(false)
  const asksElsewhere = me?.hasPassword === false && needsProof(error)
  return (
    <>
      {!asksElsewhere && <SendingFailed error={error} />}
      <div>
        <Button
          appearance="primary"
          disabledFocusable={busy}
          onClick={() => (asksElsewhere ? proveElsewhere() : me?.hasPassword ? setAsks(true) : become())}
        >
          {t(asksElsewhere ? 'connecting.exportUser.elsewhere' : 'connecting.exportUser.act')}
        </Button>
      </div>
      {asks && (
        <ProveAgain
          title={t('connecting.exportUser.act')}
          why={t('connecting.exportUser.prove')}
          onClose={() => setAsks(false)}
          onProven={() => {
            setAsks(false)
            become()
          }}
        />
      )}
    </>
  )
}
