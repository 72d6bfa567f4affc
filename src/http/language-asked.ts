import type { FastifyRequest } from 'fastify'
import { type Language, languages } from '../contract/language.ts'
import { isReason, reasonInConsole, reasons, reasonText } from '../contract/reasons.ts'
import { inConsole } from '../lib/in-console.ts'
import { inDanish } from '../lib/in-danish.ts'
import type { Translate } from '../lib/sentences.ts'

const codes = Object.keys(reasons).filter(isReason)

/** Sentences, and what reasons mean, as a program reads them and as somebody does who has the console in front of them. */
const translations: Readonly<Record<'program' | 'console', Readonly<Record<Language, Translate | undefined>>>> = {
  program: {
    en: undefined,
    da: withReasons((code) => reasonText(code, 'da'), inDanish),
  },
  console: {
    en: withReasons((code) => inWords(reasonInConsole(code, 'en')), inConsole.en),
    da: withReasons((code) => inWords(reasonInConsole(code, 'da')), inConsole.da),
  },
}

function withReasons(tell: (code: (typeof codes)[number]) => string, otherwise: Translate): Translate {
  const told = new Map(codes.map((code) => [reasonText(code), tell(code)]))
  return (text) => told.get(text) ?? otherwise(text)
}

function inWords({ what, todo }: { readonly what: string; readonly todo: string }): string {
  return `${what} ${todo}`
}

/** The language that whoever asks would rather read, by Accept-Language (RFC 9110, 12.5.4); English where it names none of ours. */
export function languageAsked({ headers }: Pick<FastifyRequest, 'headers'>): Language {
  const wanted = (headers['accept-language'] ?? '')
    .slice(0, 500)
    .split(',')
    .map((range, at) => {
      const [tag = '', ...parameters] = range
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/)
      const weight = Number(parameters.find((each) => each.startsWith('q='))?.slice(2) ?? 1)
      return { language: languages.find((each) => tag === each || tag.startsWith(`${each}-`)), weight, at }
    })
    .filter(({ language, weight }) => language !== undefined && weight > 0)
    .sort((one, another) => another.weight - one.weight || one.at - another.at)
  return wanted[0]?.language ?? 'en'
}

/**
 * What says a sentence in the language asked for, and with `Postbud-Surface: console` by the console's ways where it names commands;
 * undefined where it is said as it is written, in English.
 */
export function sayingAsked(request: Pick<FastifyRequest, 'headers'>): Translate | undefined {
  const surface = request.headers['postbud-surface'] === 'console' ? 'console' : 'program'
  return translations[surface][languageAsked(request)]
}
