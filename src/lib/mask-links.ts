/** An address on the web, whoever's name and password stand in it, and a picture that is written out. */
const link = /\b(?:(https?:\/\/)[^\s"'<>]*|data:image\/[^\s"'<>]*)/gi

/**
 * The links in a text with nothing left of them but the host, `https://pictures.example/…`: what is behind it may say who somebody is as
 * well as their e-mail address does, and be a hash of that.
 */
export function maskLinksIn(text: string): string {
  return text.replace(link, (found, scheme?: string) => {
    if (scheme === undefined) return 'data:…'
    const [authority = ''] = found.slice(scheme.length).split(/[/?#\\]/, 1)
    return `${scheme}${authority.slice(authority.lastIndexOf('@') + 1)}/…`
  })
}
