import { withoutAddressesSql } from './without-addresses.ts'

/** The words that are looked for, whatever their case. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean)
}

/**
 * SQL: whether all words, which are bound from `$1` on, stand in the column `whole` of texts in small letters. Where addresses are not
 * searched, not only in an address: who does not see them must not find one out letter by letter.
 */
export function foundSql(words: readonly string[], searchEmails: boolean): string {
  if (words.length === 0) return 'true'
  return words
    .map((_, at) => {
      const plain = `contains(whole, $${at + 1})`
      // Taking addresses out is what costs, so it is done where it decides.
      return searchEmails ? plain : `(${plain} and contains(${withoutAddressesSql('whole')}, $${at + 1}))`
    })
    .join(' and ')
}
