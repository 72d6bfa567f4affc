import { type LookupAddress, lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { AppError } from './app-error.ts'
import { said } from './said.ts'

/**
 * The hosts that addresses which people may set may lead to: `host`, `host:port` (a host alone is every port of it), and `*`
 * for every host of the internet. A host that is named may be on this machine or in its network, since whoever named it
 * vouches for it; what `*` stands for may not.
 */
export type AllowedHosts = readonly string[]

/** Raised for an address that Postbud must not be led to, when it is set and again when it is connected to. */
export class AddressRefusedError extends AppError {
  override readonly code = 'address_refused'
  override readonly recovery = 'never'
}

/**
 * The address in a text, if it may be called: http or https, no password in it, a host that is allowed. What a name leads to
 * is judged when it is connected to (see safe-fetch.ts), because that may change. Throws AddressRefusedError.
 */
export function safeAddress(text: string, allowed: AllowedHosts): URL {
  if (!URL.canParse(text))
    throw new AddressRefusedError(said`"${text}" is no address; expected one such as https://host/path.`)
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new AddressRefusedError(
      said`The address "${text}" starts with ${url.protocol}; expected https:// or http://.`,
    )
  }
  if (url.username !== '' || url.password !== '') {
    throw new AddressRefusedError(
      said`The address of ${url.host} holds a user name or a password, which would be shown; leave it out.`,
    )
  }
  const verdict = judgeHost(url, allowed)
  if (verdict === 'unlisted') throw unlisted(url.host)
  const literal = literalOf(url.hostname)
  if (verdict === 'public' && (isLocalName(url.hostname) || (literal !== undefined && !isPublic(literal)))) {
    throw notPublic(url.hostname)
  }
  return url
}

/** What the list says of a host: it is named, it is one of the internet's, or it is not allowed. */
export function judgeHost(url: URL, allowed: AllowedHosts): 'named' | 'public' | 'unlisted' {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  const host = url.hostname.replace(/\.$/, '')
  const named = new Set(allowed.map((entry) => entry.toLowerCase()))
  if (named.has(host) || named.has(`${host}:${port}`)) return 'named'
  return named.has('*') ? 'public' : 'unlisted'
}

/** Whether a text is what a list of allowed hosts may hold: `*`, a host, or a host with its port. */
export function isHostEntry(entry: string): boolean {
  if (entry === '*') return true
  const address = `http://${entry}`
  if (/[/?#@\\\s*]/.test(entry) || !URL.canParse(address)) return false
  // Numbers such as 0x7f.1 are read as another host than the one written, and would never match.
  return entry.toLowerCase().replace(/:80$/, '') === new URL(address).host
}

/**
 * A look-up of names that answers only addresses of the internet. It is what the connection itself uses, so that a name
 * cannot lead elsewhere between being judged and being connected to (DNS rebinding).
 */
export function publicLookup(resolve: LookupFunction = lookup as LookupFunction): LookupFunction {
  return (hostname, options, answer) =>
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return answer(error, '', 0)
      const addresses = found as unknown as LookupAddress[]
      const refused = addresses.length === 0 || addresses.some(({ address }) => !isPublic(address))
      if (refused) return answer(notPublic(hostname), '', 0)
      if (options.all) return answer(null, addresses)
      answer(null, addresses[0]?.address ?? '', addresses[0]?.family)
    })
}

/** Whether an IP address is one of the internet's: not of this machine, its network, or set apart for another use. */
export function isPublic(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return false
  return !apart.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

// IANA's registries of special-purpose addresses (RFC 6890 and its successors). Addresses of IPv4 written as IPv6
// (::ffff:127.0.0.1) are compared as what they are; those that carry one inside them (NAT64, 6to4, Teredo) are refused whole.
const apart = new BlockList()
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  apart.addSubnet(net, prefix, 'ipv4')
}
for (const [net, prefix] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const) {
  apart.addSubnet(net, prefix, 'ipv6')
}

/** The IP address that a host is written as, without the brackets of IPv6; undefined for a name. */
export function literalOf(hostname: string): string | undefined {
  const address = hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(address) ? address : undefined
}

/** Names that lead to this machine or its network whatever a server of names says (RFC 6761, 6762, 8375). */
function isLocalName(hostname: string): boolean {
  return /(^|\.)(localhost|local|internal|home\.arpa)\.?$/i.test(hostname)
}

function unlisted(host: string): AddressRefusedError {
  return new AddressRefusedError(
    said`Postbud may not be led to ${host}: it is not among the allowed hosts. Whoever runs the server can add it to POSTBUD_ALLOWED_HOSTS.`,
  )
}

function notPublic(hostname: string): AddressRefusedError {
  return new AddressRefusedError(
    said`Postbud may not be led to ${hostname}: it is on this machine or in its network. Whoever runs the server can name it in POSTBUD_ALLOWED_HOSTS.`,
  )
}
