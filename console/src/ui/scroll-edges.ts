import { tokens } from '@fluentui/react-components'

const ground = tokens.colorNeutralBackground1
const shade = `color-mix(in srgb, ${tokens.colorNeutralForeground1} 18%, transparent)`

/**
 * Shades the sides beyond which there is more to scroll to, for what scrolls sideways on the ground of a card: covers of the
 * ground move along with what is scrolled, and lay the shade bare that stays where it is.
 */
export const scrollEdges = {
  backgroundColor: ground,
  backgroundImage: [
    `linear-gradient(to right, ${ground} 40%, transparent)`,
    `linear-gradient(to left, ${ground} 40%, transparent)`,
    `linear-gradient(to right, ${shade}, transparent)`,
    `linear-gradient(to left, ${shade}, transparent)`,
  ].join(', '),
  backgroundPosition: 'left, right, left, right',
  backgroundRepeat: 'no-repeat',
  backgroundSize: '40px 100%, 40px 100%, 16px 100%, 16px 100%',
  backgroundAttachment: 'local, local, scroll, scroll',
  // Below a frame that is not seen, a dot of the shade would be left at each corner.
  backgroundClip: 'padding-box',
} as const

/** The same, and the lower end too, for what scrolls downwards as well. */
export const scrollEdgesAndEnd = {
  backgroundImage: [
    `linear-gradient(to top, ${ground} 40%, transparent)`,
    `linear-gradient(to top, ${shade}, transparent)`,
    scrollEdges.backgroundImage,
  ].join(', '),
  backgroundPosition: `bottom, bottom, ${scrollEdges.backgroundPosition}`,
  backgroundSize: `100% 40px, 100% 16px, ${scrollEdges.backgroundSize}`,
  backgroundAttachment: `local, scroll, ${scrollEdges.backgroundAttachment}`,
} as const
