import { Button, Menu, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { MoreVerticalRegular } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** What can be done with a rule or a condition, behind a button beside it. */
export function PartActs({
  what,
  className,
  children,
}: {
  /** What the part is called to those who do not see it. */
  readonly what: string
  readonly className?: string
  readonly children: ReactNode
}) {
  const { t } = useTranslation()
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button
          className={className}
          appearance="subtle"
          icon={<MoreVerticalRegular />}
          aria-label={t('builder.partActs', { what })}
          size="small"
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>{children}</MenuList>
      </MenuPopover>
    </Menu>
  )
}
