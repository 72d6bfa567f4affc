import { isIP } from 'node:net'

/**
 * What attempts from an address are counted for: the address itself, and of IPv6 its first 64 bits, since whoever has one
 * address of such a network has all of them.
 */
export function networkOf(address: string | undefined): string {
  const bare = (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (isIP(bare) !== 6) return bare === '' ? 'unknown' : bare
  const [front = '', back] = bare.split('::')
  const before = front.split(':').filter((group) => group !== '')
  const after = (back ?? '').split(':').filter((group) => group !== '')
  const missing = back === undefined ? 0 : 8 - before.length - after.length
  const groups = [...before, ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...after]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
