import { makeStyles, tokens } from '@fluentui/react-components'

/** What the parts of all steps look like. */
export const useStepStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'flex-end', gap: tokens.spacingHorizontalS },
  center: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  fields: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 220px), 1fr))',
    // A hint below one makes its neighbours no taller.
    alignItems: 'start',
    gap: tokens.spacingHorizontalM,
    // A choice is as wide as its place, and not as its longest words.
    '& > *': { minWidth: 0, gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  // Of choices with long words.
  choices: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 320px), 1fr))',
    gap: tokens.spacingHorizontalM,
    '& > *': { minWidth: 0, gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  // As high as the handle beside it.
  item: { display: 'flex', alignItems: 'center', minHeight: '32px' },
  text: { maxWidth: '80ch' },
  quiet: { color: tokens.colorNeutralForeground2 },
  part: {
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  // Of a part that ends with something to fill in.
  roomy: { paddingBottom: tokens.spacingVerticalM },
  wrap: { flexWrap: 'wrap', rowGap: tokens.spacingVerticalXS },
  start: { alignSelf: 'flex-start' },
  end: { marginLeft: 'auto' },
})
