import { makeStyles, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  text: {
    overflow: 'auto',
    maxHeight: '50vh',
    margin: 0,
    padding: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground3,
    // Seen in high contrast, where grounds are all alike.
    border: `1px solid ${tokens.colorTransparentStroke}`,
    borderRadius: tokens.borderRadiusMedium,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
})

/** A definition as text, to be read. Long lines go on below. */
export function YamlShown({ text }: { readonly text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <pre className={useStyles().text} tabIndex={0}>
      {text}
    </pre>
  )
}
