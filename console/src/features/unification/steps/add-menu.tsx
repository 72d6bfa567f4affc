import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, makeStyles } from '@fluentui/react-components'
import { AddRegular } from '@fluentui/react-icons'

const useStyles = makeStyles({ button: { alignSelf: 'flex-start' }, list: { maxHeight: '50vh', overflowY: 'auto' } })

/** Adds one of several things; nothing is offered where there are none. */
export function AddMenu({
  words,
  choices,
  onAdd,
}: {
  readonly words: string
  readonly choices: readonly { readonly key: string; readonly words: string }[]
  readonly onAdd: (key: string) => void
}) {
  const styles = useStyles()
  if (choices.length === 0) return null
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button className={styles.button} icon={<AddRegular />}>
          {words}
        </Button>
      </MenuTrigger>
      <MenuPopover className={styles.list}>
        <MenuList>
          {choices.map(({ key, words: each }) => (
            <MenuItem key={key} onClick={() => onAdd(key)}>
              {each}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  )
}
