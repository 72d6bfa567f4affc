import { quoteText } from './quote-name.ts'

/** What an e-mail address looks like, as the engine's expressions have it; and a link, behind which somebody's picture may be. */
const address = '[^\\s@\'",;:<>()\\[\\]]+@[^\\s@\'",;:<>()\\[\\]]+'
const link = '(?i)https?://[^\\s"\'<>]*'

/**
 * A text (SQL) without what looks like an e-mail address or a link: what those search who do not see addresses, lest they find one out
 * letter by letter.
 */
export function withoutAddressesSql(text: string): string {
  const linkless = `case when contains(${text}, '://') then regexp_replace(${text}, ${quoteText(link)}, ' ', 'g') else ${text} end`
  return `case when contains(${text}, '@') then regexp_replace(${linkless}, ${quoteText(address)}, ' ', 'g') else ${linkless} end`
}
