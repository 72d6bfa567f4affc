import { quoteText } from './quote-name.ts'

/** What an e-mail address looks like, as the engine's expressions have it. */
const address = '[^\\s@\'",;:<>()\\[\\]]+@[^\\s@\'",;:<>()\\[\\]]+'

/** A text (SQL) without what looks like an e-mail address: what those search who do not see addresses, lest they find one out letter by letter. */
export function withoutAddressesSql(text: string): string {
  return `case when contains(${text}, '@') then regexp_replace(${text}, ${quoteText(address)}, ' ', 'g') else ${text} end`
}
