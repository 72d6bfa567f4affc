import type { LookupFunction } from 'node:net'
import { expect, test } from 'vitest'
import { AddressRefusedError, isHostEntry, isPublic, judgeHost, publicLookup, safeAddress } from './safe-address.ts'

test.each([
  ['https://api.cc.email/v3', ['api.cc.email'], 'named'],
  ['https://API.CC.email./v3', ['api.cc.email'], 'named'],
  ['https://api.cc.email:8443/v3', ['api.cc.email'], 'named'],
  ['https://api.cc.email:8443/v3', ['api.cc.email:443'], 'unlisted'],
  ['https://api.cc.email/v3', ['api.cc.email:443'], 'named'],
  ['http://api.cc.email/v3', ['api.cc.email:443'], 'unlisted'],
  ['http://localhost:8080', ['localhost:8080'], 'named'],
  ['http://localhost:8081', ['localhost:8080'], 'unlisted'],
  ['https://api.cc.email.evil.example', ['api.cc.email'], 'unlisted'],
  ['https://evil-api.cc.email', ['api.cc.email'], 'unlisted'],
  ['https://anybody.example', ['*'], 'public'],
  ['https://anybody.example', [], 'unlisted'],
  ['http://[::1]:9000', ['[::1]:9000'], 'named'],
])('%s on the list %j is %s', (address, allowed, verdict) => {
  expect(judgeHost(new URL(address), allowed)).toBe(verdict)
})

test.each([
  ['nonsense', 'is no address'],
  ['ftp://anybody.example', 'starts with ftp:'],
  ['file:///etc/passwd', 'starts with file:'],
  ['https://user:secret@anybody.example', 'holds a user name or a password'],
  // However this machine and its network are written.
  ['http://127.0.0.1', 'is on this machine'],
  ['http://127.1', 'is on this machine'],
  ['http://2130706433', 'is on this machine'],
  ['http://0x7f000001', 'is on this machine'],
  ['http://0177.0.0.1', 'is on this machine'],
  ['http://0', 'is on this machine'],
  ['http://[::1]', 'is on this machine'],
  ['http://[::]', 'is on this machine'],
  ['http://[::ffff:127.0.0.1]', 'is on this machine'],
  ['http://[::ffff:a9fe:a9fe]', 'is on this machine'],
  ['http://[64:ff9b::7f00:1]', 'is on this machine'],
  ['http://[2002:7f00:1::]', 'is on this machine'],
  ['http://[fe80::1]', 'is on this machine'],
  ['http://[fd00::1]', 'is on this machine'],
  ['http://169.254.169.254/latest/meta-data', 'is on this machine'],
  ['http://10.1.2.3', 'is on this machine'],
  ['http://172.31.0.1', 'is on this machine'],
  ['http://192.168.1.1', 'is on this machine'],
  ['http://100.64.0.1', 'is on this machine'],
  ['http://localhost', 'is on this machine'],
  ['http://LOCALHOST.', 'is on this machine'],
  ['http://printer.local', 'is on this machine'],
  ['http://metadata.google.internal', 'is on this machine'],
])('%s is refused where the whole internet is allowed', (address, sentence) => {
  expect(() => safeAddress(address, ['*'])).toThrow(AddressRefusedError)
  expect(() => safeAddress(address, ['*'])).toThrow(sentence)
})

test('what is refused shows no password, and what is allowed is the address', () => {
  expect(() => safeAddress('https://user:secret@anybody.example', ['*'])).not.toThrow(/secret/)
  expect(() => safeAddress('https://anybody.example/x', [])).toThrow(/POSTBUD_ALLOWED_HOSTS/)
  expect(safeAddress('https://anybody.example/x', ['*']).href).toBe('https://anybody.example/x')
  expect(safeAddress('http://127.0.0.1:9/x', ['127.0.0.1:9']).host).toBe('127.0.0.1:9')
})

test.each([
  ['93.184.215.14', true],
  ['2606:2800:21f:cb07::1', true],
  ['172.32.0.1', true],
  ['172.16.0.1', false],
  ['0.0.0.0', false],
  ['255.255.255.255', false],
  ['224.0.0.1', false],
  ['::', false],
  ['2001:db8::1', false],
  ['no address', false],
])('%s is an address of the internet: %s', (address, expected) => {
  expect(isPublic(address)).toBe(expected)
})

test.each([
  ['hooks.example.com', true],
  ['localhost:8080', true],
  ['[::1]:8080', true],
  ['10.0.0.5', true],
  ['Example.com:80', true],
  ['*', true],
  ['*.example.com', false],
  ['https://example.com', false],
  ['example.com/path', false],
  ['user@example.com', false],
  ['127.1', false],
  ['example.com:99999', false],
  ['', false],
])('%j as an entry of the list: %s', (entry, expected) => {
  expect(isHostEntry(entry)).toBe(expected)
})

/** A server of names that answers each question with the next of what it is given. */
function names(...answers: readonly string[][]): LookupFunction {
  const left = [...answers]
  return (_hostname, _options, answer) =>
    answer(
      null,
      (left.shift() ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
}

test('a name that leads to this machine among others is refused by the look-up itself', async () => {
  const asked = (lookup: LookupFunction, all: boolean) =>
    new Promise((resolve) => lookup('a.example', { all }, (error, found) => resolve(error ?? found)))
  const mixed = publicLookup(names(['93.184.215.14', '127.0.0.1']))
  expect(await asked(mixed, true)).toBeInstanceOf(AddressRefusedError)
  expect(await asked(publicLookup(names([])), false)).toBeInstanceOf(AddressRefusedError)
  expect(await asked(publicLookup(names(['93.184.215.14'])), false)).toBe('93.184.215.14')
  expect(await asked(publicLookup(names(['93.184.215.14'])), true)).toEqual([{ address: '93.184.215.14', family: 4 }])
})
