import { resolve } from 'node:path'
import { type Language, languages } from '../contract/language.ts'
import { AppError } from '../lib/app-error.ts'
import { type AllowedHosts, isHostEntry } from '../lib/safe-address.ts'
import { readSignInSettings, type SignInSettings } from './sign-in-settings.ts'

/** Settings of the program itself, read from the environment once. What people declare is in `postbud.yaml`. */
export type Config = {
  /** The configuration file, absolute. */
  readonly file: string
  /** The data directory, absolute. */
  readonly dataDirectory: string
  /** Memory the engine may hold before it spills to disk. */
  readonly engineMemory: string
  /** On how many processors the engine computes at once; unset, on every one. */
  readonly engineThreads: number | undefined
  /** What unifying profiles may hold beside that, in the same spelling; unset, it goes by the machine. */
  readonly unificationMemory?: string
  readonly constantContact: {
    /** Base of the API, without a slash at its end: https://api.cc.email/v3 */
    readonly apiUrl: string
    /** Base of the sign-in endpoints: …/oauth2/default/v1 */
    readonly authUrl: string
  }
  /** The hosts that addresses which people set may lead to; those of Constant Contact are always among them. */
  readonly allowedHosts: AllowedHosts
  /**
   * Where the browser comes back to the terminal after signing in. Must be registered with the application, letter for
   * letter.
   */
  readonly redirectUrl: URL
  /** Where the sample's Constant Contact listens on this machine; absent where the sample is turned off. */
  readonly samplePort?: number
  /** How long a batch whose answer was lost is looked for among the activities before it is sent again. */
  readonly adoptionWaitMs: number
  /** How long a run with a frozen plan is tried again that cannot be carried on. */
  readonly giveUpMs: number
  /** How many runs this process carries on at once; 0 leaves them to others. */
  readonly runsAtOnce: number
  readonly http: HttpSettings
  /** Bytes that an uploaded file may hold; unpacked, ten times as many. */
  readonly uploadBytes: number
  readonly signIn: SignInSettings
  /** In which people are spoken to who have not chosen one. */
  readonly language: Language
  /** Who mails come from: an address, or a name and an address in angle brackets. There is one where a mail server is set. */
  readonly mailFrom?: string
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent'
}

/** Where the server listens, and under which address people reach it. */
export type HttpSettings = {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** Without a slash at its end. Over https, cookies are only sent over TLS. */
  readonly publicUrl: string
  /** Where the browser comes back to the server after signing in: POSTBUD_REDIRECT_URL, or /callback below the public address. */
  readonly callbackUrl: URL
  /** How many proxies in front tell the client's address and protocol (X-Forwarded-For, X-Forwarded-Proto). */
  readonly proxies: number
  /** Requests a minute that one person, and one network address, may make over time; 0 is no limit. */
  readonly requestsPerMinute: { readonly person: number; readonly address: number }
  /** Streams of events that one person, and everybody together, may have open at once. */
  readonly openStreams: { readonly person: number; readonly everybody: number }
}

/** Kept apart from the rest, so that printing a configuration never prints a secret. */
export type Secrets = {
  /** A PostgreSQL server for the control database; without it the embedded one is used. */
  readonly databaseUrl?: string
  /** 32 bytes in base64 that encrypt stored tokens; without it a key file in the data directory is made and used. */
  readonly secretKey?: string
  /** The key that `postbud keys rotate` seals with anew, to take the place of the former. */
  readonly nextSecretKey?: string
  /** What lets a program read /metrics from another machine. */
  readonly metricsToken?: string
  /** The mail server with whom to sign in there. */
  readonly smtpUrl?: string
  readonly oidcClientSecret?: string
}

/** Raised with every wrong setting at once. */
export class ConfigError extends AppError {
  override readonly code = 'config_invalid'
  override readonly recovery = 'never'
  constructor(problems: readonly string[]) {
    super(`The settings in the environment cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
  }
}

/** Where Constant Contact is. */
const service = {
  apiUrl: 'https://api.cc.email/v3',
  authUrl: 'https://authz.constantcontact.com/oauth2/default/v1',
}

type Variables = Readonly<Record<string, string | undefined>>

/**
 * The settings that the environment's variables and the command line's `--file` and `--data` amount to; an empty variable is
 * an unset one. Throws ConfigError with all problems together.
 */
export function readConfig(
  variables: Variables,
  given: { readonly file?: string; readonly data?: string } = {},
): { config: Config; secrets: Secrets } {
  const problems: string[] = []
  const url = (name: string, fallback: string): string => {
    const text = variables[name] || fallback
    if (!/^https?:\/\//i.test(text) || !URL.canParse(text))
      problems.push(
        `${name} is "${text}"; expected an address that starts with https:// or http://, such as ${fallback}.`,
      )
    return text.replace(/\/+$/, '')
  }
  const oneOf = <T extends string>(name: string, choices: readonly T[], fallback: T): T => {
    const text = variables[name]
    if (text === undefined || text === '') return fallback
    const found = choices.find((choice) => choice === text)
    if (!found) problems.push(`${name} is "${text}"; expected one of ${choices.join(', ')}.`)
    return found ?? fallback
  }
  const seconds = (name: string, fallback: number): number => {
    const text = variables[name]
    if (text === undefined || text === '') return fallback * 1000
    const value = Number(text)
    if (!Number.isFinite(value) || value < 0)
      problems.push(`${name} is "${text}"; expected a number of seconds, 0 or more.`)
    return value * 1000
  }

  const whole = (name: string, fallback: number, most: number): number => {
    const text = variables[name]
    if (text === undefined || text === '') return fallback
    const value = Number(text)
    if (!Number.isInteger(value) || value < 0 || value > most)
      problems.push(`${name} is "${text}"; expected a whole number from 0 to ${most}.`)
    return value
  }

  const memory = (name: string): string | undefined => {
    const size = variables[name] || undefined
    if (size && !/^\d+(\.\d+)?\s?([KMGT]i?B)$/i.test(size)) {
      problems.push(`${name} is "${size}"; expected a size such as 384MB or 2GB.`)
    }
    return size
  }
  const engineMemory = memory('POSTBUD_ENGINE_MEMORY') ?? '384MB'
  const unificationMemory = memory('POSTBUD_UNIFICATION_MEMORY')
  const engineThreads = whole('POSTBUD_ENGINE_THREADS', 0, 1_024) || undefined
  const key = (name: string): string | undefined => {
    const text = variables[name] || undefined
    if (text && Buffer.from(text, 'base64').length !== 32) {
      problems.push(`${name} must be 32 bytes in base64 (make one with: openssl rand -base64 32).`)
    }
    return text
  }
  const secretKey = key('POSTBUD_SECRET_KEY')
  const nextSecretKey = key('POSTBUD_SECRET_KEY_NEXT')
  const metricsToken = variables.POSTBUD_METRICS_TOKEN
  if (metricsToken && (metricsToken.length < 16 || /\s/.test(metricsToken))) {
    problems.push('POSTBUD_METRICS_TOKEN must be 16 characters or more, without spaces (openssl rand -base64 24).')
  }
  const smtpUrl = variables.POSTBUD_SMTP_URL
  if (smtpUrl && !(/^smtps?:\/\//i.test(smtpUrl) && URL.canParse(smtpUrl))) {
    problems.push(
      'POSTBUD_SMTP_URL must be an address such as smtps://user:password@mail.example.com:465 or smtp://mail.example.com:587.',
    )
  }
  const mailFrom = variables.POSTBUD_MAIL_FROM
  if (smtpUrl && !mailFrom) {
    problems.push('POSTBUD_MAIL_FROM is not set; POSTBUD_SMTP_URL needs it: Postbud <postbud@example.com>.')
  }
  if (mailFrom && !/^[^\p{Cc}<>]*<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/u.test(mailFrom)) {
    problems.push(`POSTBUD_MAIL_FROM is "${mailFrom}"; expected postbud@example.com or Postbud <postbud@example.com>.`)
  }
  const redirectUrl = url('POSTBUD_REDIRECT_URL', 'http://localhost:7531/callback')
  // What is no address is told as a problem; something has to stand here until then.
  const parsed = (text: string) => new URL(URL.canParse(text) ? text : 'http://localhost:7531/callback')

  const constantContact = {
    apiUrl: url('CONSTANT_CONTACT_API_URL', service.apiUrl),
    authUrl: url('CONSTANT_CONTACT_AUTH_URL', service.authUrl),
  }
  const listed = listOf(variables.POSTBUD_ALLOWED_HOSTS)
  for (const entry of listed.filter((each) => !isHostEntry(each))) {
    problems.push(
      `POSTBUD_ALLOWED_HOSTS has "${entry}"; expected hosts such as hooks.example.com or localhost:8080, separated by commas, or * for every host of the internet.`,
    )
  }
  const ofService = [...Object.values(service), ...Object.values(constantContact)].flatMap(hostOf)

  const samplePort = variables.POSTBUD_SAMPLE_PORT === 'off' ? undefined : whole('POSTBUD_SAMPLE_PORT', 7541, 65_535)
  const ofSample = samplePort === undefined ? [] : [`127.0.0.1:${samplePort}`]

  // Constant Contact tells of a job for ten days (constant-contact.md, 10).
  const giveUpDays = whole('POSTBUD_GIVE_UP_DAYS', 7, 9)
  if (giveUpDays === 0) problems.push('POSTBUD_GIVE_UP_DAYS is "0"; expected a whole number from 1 to 9.')

  const port = whole('POSTBUD_PORT', 7530, 65_535)
  const publicUrl = url('POSTBUD_URL', `http://localhost:${port}`)

  const config: Config = {
    file: resolve(given.file || variables.POSTBUD_FILE || 'postbud.yaml'),
    dataDirectory: resolve(given.data || variables.POSTBUD_DATA || '.postbud'),
    engineMemory,
    engineThreads,
    ...(unificationMemory && { unificationMemory }),
    constantContact,
    allowedHosts: [...new Set([...ofService, ...ofSample, ...listed])],
    redirectUrl: parsed(redirectUrl),
    ...(samplePort !== undefined && { samplePort }),
    adoptionWaitMs: seconds('POSTBUD_ADOPTION_WAIT', 90),
    giveUpMs: giveUpDays * 24 * 3_600_000,
    runsAtOnce: whole('POSTBUD_RUNS_AT_ONCE', 4, 64),
    http: {
      host: variables.POSTBUD_HOST || '127.0.0.1',
      port,
      publicUrl,
      callbackUrl: variables.POSTBUD_REDIRECT_URL ? parsed(redirectUrl) : parsed(`${publicUrl}/callback`),
      proxies: proxiesIn(variables.POSTBUD_TRUST_PROXY, problems),
      requestsPerMinute: {
        person: whole('POSTBUD_RATE_PERSON', 1_200, 1_000_000),
        address: whole('POSTBUD_RATE_ADDRESS', 30_000, 1_000_000),
      },
      openStreams: {
        person: whole('POSTBUD_STREAMS_PERSON', 20, 100_000),
        everybody: whole('POSTBUD_STREAMS', 1_000, 100_000),
      },
    },
    uploadBytes: whole('POSTBUD_UPLOAD_MB', 1024, 1_000_000) * 1024 * 1024,
    signIn: readSignInSettings(variables, problems),
    language: oneOf('POSTBUD_LANGUAGE', languages, 'en'),
    ...(mailFrom && { mailFrom }),
    logLevel: oneOf('POSTBUD_LOG', ['fatal', 'error', 'warn', 'info', 'debug', 'silent'], 'warn'),
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return {
    config,
    secrets: {
      ...(variables.DATABASE_URL && { databaseUrl: variables.DATABASE_URL }),
      ...(secretKey && { secretKey }),
      ...(nextSecretKey && { nextSecretKey }),
      ...(smtpUrl && { smtpUrl }),
      ...(metricsToken && { metricsToken }),
      ...(variables.POSTBUD_OIDC_CLIENT_SECRET && { oidcClientSecret: variables.POSTBUD_OIDC_CLIENT_SECRET }),
    },
  }
}

function listOf(text = ''): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}

function hostOf(address: string): string[] {
  return URL.canParse(address) ? [new URL(address).host] : []
}

/** `no`, `yes` for one, or how many there are one behind the other. */
function proxiesIn(text: string | undefined, problems: string[]): number {
  if (text === undefined || text === '' || text === 'no') return 0
  if (text === 'yes') return 1
  const count = Number(text)
  if (!Number.isInteger(count) || count < 0 || count > 10) {
    problems.push(`POSTBUD_TRUST_PROXY is "${text}"; expected no, yes, or the number of proxies in front, at most 10.`)
  }
  return count
}
