import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './environment.ts'

test('an empty variable is an unset one', () => {
  const empty = Object.fromEntries(
    [
      'POSTBUD_FILE',
      'POSTBUD_DATA',
      'POSTBUD_ENGINE_MEMORY',
      'POSTBUD_SECRET_KEY',
      'POSTBUD_LOG',
      'CONSTANT_CONTACT_API_URL',
    ].map((name) => [name, '']),
  )
  expect(readConfig(empty)).toEqual(readConfig({}))
})

test('every wrong setting is told at once, with what was expected', () => {
  const wrong = {
    POSTBUD_LOG: 'loud',
    CONSTANT_CONTACT_API_URL: 'ftp://x',
    POSTBUD_SECRET_KEY: 'abc',
    POSTBUD_ADOPTION_WAIT: '-1',
  }
  expect(() => readConfig(wrong)).toThrow(ConfigError)
  expect(() => readConfig(wrong)).toThrow(
    /API_URL is "ftp:\/\/x"; expected an address that starts with https[\s\S]*ADOPTION_WAIT is "-1"; expected a number[\s\S]*POSTBUD_LOG is "loud"; expected one of fatal/,
  )
  expect(() => readConfig(wrong)).not.toThrow(/abc/)
})
