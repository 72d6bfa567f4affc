/**
 * What a column of pictures of people is called in English and Danish, in small letters and digits alone (feature map, N2:
 * Person.ProfileImage).
 */
export const imageNames =
  /^(profile?|customer|contact|member|user|person|kunde|kontakt|medlems?|bruger)?(image|img|avatar|photo|picture|pic|portrait|billede?|foto|portræt|portraet)(ur[il]|link|src|href|adresse?|address)?$/

/** What the address of a picture looks like, as the engine's expressions have it. */
export const imageAddress = '(?i)https://[^\\s/?#@\\\\]+([/?#][^\\s\\\\]*)?'

/** Why a value is no address that a picture is fetched from. */
export const imageRefusals = ['no-address', 'not-https', 'with-password'] as const

export type ImageRefusal = (typeof imageRefusals)[number]

export type JudgedImage =
  | {
      /** As browsers write it. */
      readonly address: string
      /** Who is asked for it, with the port where it is not the usual one. */
      readonly host: string
    }
  | { readonly refused: ImageRefusal }

/**
 * Whether a value is the address of a picture that a browser may fetch: https, whole, and without anybody's name or password. What
 * browsers would make one of (`https:host`, a line break inside) is none, since nobody who wrote that meant it.
 */
export function judgeImage(value: string): JudgedImage {
  const written = value.trim()
  const url = URL.parse(written)
  if (!url) return { refused: 'no-address' }
  if (url.protocol !== 'https:') return { refused: 'not-https' }
  if (!/^https:\/\/[^\s\\]+$/i.test(written)) return { refused: 'no-address' }
  if (url.username !== '' || url.password !== '') return { refused: 'with-password' }
  return { address: url.href, host: url.host }
}
