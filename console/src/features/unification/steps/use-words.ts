import { useTranslation } from 'react-i18next'
import type { Use } from './draft.ts'

/** Uses of a field or a table in one sentence, and what fields are called in a list of them. */
export function useUseWords() {
  const { t } = useTranslation()
  const roleWords = {
    email: t('unifying.roles.email'),
    firstName: t('unifying.roles.firstName'),
    lastName: t('unifying.roles.lastName'),
    updatedAt: t('unifying.roles.updatedAt'),
  }
  return (uses: readonly Use[]): string => {
    const words = uses.map(({ kind, name }) =>
      t(`unifying.uses.${kind}`, {
        name: kind === 'role' ? roleWords[name as keyof typeof roleWords] : name,
      }),
    )
    return t('unifying.isUsed', { uses: words.join(', ') })
  }
}
