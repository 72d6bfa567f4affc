import { isReason, reasonInConsole } from '../../../../src/contract/reasons.ts'

/** What a reason means, in the catalogue's own words; the code itself for one that this console does not know yet. */
export function reasonWords(code: string, language: string): string {
  return wordsOf(code, language)?.what ?? code
}

/** What to do about it; nothing for one that is not known. */
export function whatToDo(code: string, language: string): string | undefined {
  return wordsOf(code, language)?.todo
}

function wordsOf(code: string, language: string) {
  return isReason(code) ? reasonInConsole(code, language === 'da' ? 'da' : 'en') : undefined
}
