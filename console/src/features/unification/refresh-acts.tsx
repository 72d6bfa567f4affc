import {
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { ChevronDownRegular, DismissCircleRegular, MergeRegular } from '@fluentui/react-icons'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { UnifiedProfiles } from '../../../../src/contract/definitions.ts'
import { useSay } from '../../ui/said.tsx'
import { useCancelRefresh } from '../refreshes/refreshes.ts'
import { type Segment, segmentsQuery } from '../segments/segments.ts'
import { isUnderWay, type Scope, useLastAttempt, useUnify } from './unification.ts'

const useStyles = makeStyles({ acts: { display: 'flex', gap: tokens.spacingHorizontalXXS } })

/** Unifying now, in the ways there are, or canceling what is under way. `onFailed` is told why something could not be done. */
export function RefreshActs({
  profiles,
  primary = false,
  onFailed,
}: {
  readonly profiles: UnifiedProfiles
  readonly primary?: boolean
  readonly onFailed: (error: Error | null) => void
}) {
  const styles = useStyles()
  const { t } = useTranslation()
  const say = useSay()
  const attempt = useLastAttempt()
  const { data: segments = [] } = useQuery(segmentsQuery())
  const unify = useUnify()
  const sources = profiles.tables.map(({ source }) => source)
  const followers = segments.filter(isRefreshed).map(({ name }) => name)
  const start = (scope: Scope) =>
    unify.mutate(scope, {
      onSuccess: () => {
        onFailed(null)
        say(t(scope.matchOnly ? 'unify.startedMatching' : 'unify.started'))
      },
      onError: onFailed,
    })
  if (isUnderWay(attempt?.task)) return <Cancel refresh={attempt.task.refresh} onFailed={onFailed} />
  return (
    <div className={styles.acts}>
      <Button
        {...(primary && { appearance: 'primary' as const })}
        icon={<MergeRegular />}
        disabledFocusable={unify.isPending}
        onClick={() => start({ sources: [], segments: [] })}
      >
        {t('unify.now')}
      </Button>
      <Menu positioning="below-end">
        <MenuTrigger disableButtonEnhancement>
          <Button icon={<ChevronDownRegular />} aria-label={t('unify.more')} disabledFocusable={unify.isPending} />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem onClick={() => start({ sources: [], segments: [], matchOnly: true })}>
              {t('unify.matchOnly')}
            </MenuItem>
            <MenuItem onClick={() => start({ sources: [], segments: followers })}>{t('unify.withSegments')}</MenuItem>
            <MenuItem onClick={() => start({ sources, segments: [] })}>{t('unify.withSources')}</MenuItem>
            <MenuItem onClick={() => start({ sources, segments: followers })}>{t('unify.withAll')}</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
    </div>
  )
}

function Cancel({ refresh, onFailed }: { readonly refresh: string; readonly onFailed: (error: Error | null) => void }) {
  const { t } = useTranslation()
  const say = useSay()
  const cancel = useCancelRefresh(refresh)
  return (
    <Button
      icon={<DismissCircleRegular />}
      disabledFocusable={cancel.isPending}
      onClick={() =>
        cancel.mutate(undefined, {
          onSuccess: () => {
            onFailed(null)
            say(t('unify.canceling'))
          },
          onError: onFailed,
        })
      }
    >
      {t('unify.cancel')}
    </Button>
  )
}

/** Whether a segment goes along when everything is refreshed by hand; those that do not are not asked for by name either. */
function isRefreshed({ active, type, definition }: Segment): boolean {
  return active && type === 'dynamic' && definition.schedule !== 'manual'
}
