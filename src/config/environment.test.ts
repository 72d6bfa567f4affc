import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './environment.ts'

test('an empty variable is an unset one', () => {
  const empty = Object.fromEntries(
    [
      'POSTBUD_FILE',
      'POSTBUD_DATA',
      'POSTBUD_ENGINE_MEMORY',
      'POSTBUD_ENGINE_THREADS',
      'POSTBUD_UNIFICATION_MEMORY',
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
    POSTBUD_ENGINE_THREADS: '1.5',
    POSTBUD_UNIFICATION_MEMORY: 'much',
    POSTBUD_SECRET_KEY: 'abc',
    POSTBUD_ADOPTION_WAIT: '-1',
  }
  expect(() => readConfig(wrong)).toThrow(ConfigError)
  expect(() => readConfig(wrong)).toThrow(
    /ENGINE_THREADS is "1.5"; expected a whole number[\s\S]*API_URL is "ftp:\/\/x"; expected an address that starts with https[\s\S]*ADOPTION_WAIT is "-1"; expected a number[\s\S]*POSTBUD_LOG is "loud"; expected one of fatal/,
  )
  expect(() => readConfig(wrong)).not.toThrow(/abc/)
})

test('groups give roles, and a group may have an equals sign in its name', () => {
  const { config, secrets } = readConfig({
    POSTBUD_OIDC_ISSUER: 'https://login.example.com/',
    POSTBUD_OIDC_CLIENT_ID: 'postbud',
    POSTBUD_OIDC_CLIENT_SECRET: 'hunter2',
    POSTBUD_OIDC_ROLES: 'admins=administrator, cn=marketing=contributor,',
    POSTBUD_LOCAL_SIGN_IN: 'off',
  })
  expect(config.signIn).toEqual({
    local: false,
    oidc: {
      issuer: 'https://login.example.com/',
      clientId: 'postbud',
      scope: 'openid email profile',
      roleClaim: 'groups',
      roles: new Map([
        ['admins', 'administrator'],
        ['cn=marketing', 'contributor'],
      ]),
      signOut: false,
    },
  })
  expect(JSON.stringify(config)).not.toContain('hunter2')
  expect(secrets.oidcClientSecret).toBe('hunter2')
})

test('nobody is locked out by settings, and secrets in them are not told', () => {
  const wrong = {
    POSTBUD_SMTP_URL: 'mail.example.com with hunter2',
    POSTBUD_LOCAL_SIGN_IN: 'off',
    POSTBUD_OIDC_ROLES: 'admins=owner',
    POSTBUD_LANGUAGE: 'sv',
  }
  expect(() => readConfig(wrong)).toThrow(
    /POSTBUD_SMTP_URL must be[\s\S]*POSTBUD_MAIL_FROM is not set[\s\S]*POSTBUD_OIDC_ROLES without POSTBUD_OIDC_ISSUER[\s\S]*POSTBUD_LOCAL_SIGN_IN is off[\s\S]*POSTBUD_LANGUAGE is "sv"/,
  )
  expect(() => readConfig(wrong)).not.toThrow(/hunter2/)
  const overHttp = {
    POSTBUD_OIDC_ISSUER: 'http://login.example.com',
    POSTBUD_OIDC_CLIENT_ID: 'x',
    POSTBUD_OIDC_ROLES: 'a=b',
  }
  expect(() => readConfig(overHttp)).toThrow(/starts with https[\s\S]*"a=b"; expected group=role/)
})
