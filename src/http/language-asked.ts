import type { FastifyRequest } from 'fastify'
import { type Language, languages } from '../contract/language.ts'
import { inDanish } from '../lib/in-danish.ts'
import type { Translate } from '../lib/sentences.ts'

const translations: Readonly<Record<Language, Translate | undefined>> = { en: undefined, da: inDanish }

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

/** What says a sentence in the language asked for; undefined where it is said as it is written, in English. */
export function sayingAsked(request: Pick<FastifyRequest, 'headers'>): Translate | undefined {
  return translations[languageAsked(request)]
}
