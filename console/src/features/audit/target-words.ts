import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { useDisplayNames } from '../status/display-names.ts'
import type { AuditEntry } from './audit.ts'

/** What an entry is about, as people call it: things by their display name, what there is one of in words, and the rest by its name. */
export function useTargetWords(): (entry: Pick<AuditEntry, 'target' | 'targetKind'>) => string {
  const { t } = useTranslation()
  const displayName = useDisplayNames()
  return ({ target, targetKind }) => {
    if (hasDisplayName(targetKind)) return displayName(targetKind, target)
    return onlyOne(t, target) ?? target
  }
}

/** Whether what is of this kind is called otherwise in files and at the API than by people. */
export function hasDisplayName(kind: string): kind is 'connection' | 'export' | 'segment' {
  return kind === 'connection' || kind === 'export' || kind === 'segment'
}

function onlyOne(t: TFunction, target: string): string | undefined {
  if (target === 'environment' || target === 'profiles') return t(`audit.nouns.${target}`)
  return target === 'first administrator' ? t('audit.firstAdministrator') : undefined
}
