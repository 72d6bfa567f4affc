import { isReason, reasonInConsole } from '../../../../src/contract/reasons.ts'

/** What a reason means, in the catalogue's own words; the code itself for one that this console does not know yet. */
export function reasonWords(code: string, language: string): string {
  return isReason(code) ? reasonInConsole(code, language === 'da' ? 'da' : 'en').what : code
}
