/**
 * For what holds buttons beside each other on a telephone: in rows that are filled, none stands alone and short on the last; what is an
 * icon alone keeps its size.
 */
export const filledRows = { '& > .fui-Button:not([aria-label])': { flexGrow: 1 } } as const
