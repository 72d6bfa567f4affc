import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { AppError } from '../lib/app-error.ts'
import { said } from '../lib/said.ts'
import { type Gate, openGate } from './gate.ts'

/**
 * What hashing a password costs: Argon2id with 19 MiB, two passes, one lane (the least that OWASP's Password Storage Cheat
 * Sheet recommends). A hash made with less is made anew at its owner's next sign-in.
 */
const cost = { memory: 19_456, passes: 2, parallelism: 1 }
const saltBytes = 16
const tagLength = 32

/** Raised when more people sign in at once than this process works on; nothing was counted against anybody. */
export class SignInBusyError extends AppError {
  override readonly code = 'sign_in_busy'
  override readonly recovery = 'later'
  readonly retryAfterMs = 2_000
  constructor() {
    super(said`Too many people sign in at this moment. Try again in a few seconds.`)
  }
}

/**
 * The one gate to hashing in this process. Half of its processors are left to everything else, and the few that wait keep
 * the answer quick; what is more is turned away at once, before the database is asked anything.
 */
const gate: Gate = openGate({
  atOnce: Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2))),
  waiting: 16,
  waitingOfOne: 4,
  refuse: () => new SignInBusyError(),
})

/** Runs work that hashes passwords when its turn comes; `of` is the network it is for. Throws SignInBusyError. */
export function inTurn<T>(of: string, work: () => Promise<T>): Promise<T> {
  return gate(of, work)
}

/** The password as it is stored: Argon2id in the PHC form, `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes)
  const tag = await derive(password, salt, cost)
  const { memory, passes, parallelism } = cost
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`
}

/** Whether it is the password; `outdated` when its hash costs less than a new one would. Undefined for a wrong password. */
export async function verifyPassword(
  password: string,
  stored: string | null | undefined,
): Promise<{ readonly outdated: boolean } | undefined> {
  const parsed = parse(stored ?? nobodys) ?? parse(nobodys)
  if (!parsed) throw new Error('the hash of nobody does not parse')
  const tag = await derive(password, parsed.salt, parsed.cost, parsed.tag.length)
  const isRight = timingSafeEqual(tag, parsed.tag)
  if (!isRight || stored === null || stored === undefined) return undefined
  const { memory, passes } = parsed.cost
  return { outdated: memory < cost.memory || passes < cost.passes }
}

/** Stands in where there is no hash, so that unknown people are refused after the same time as known ones. */
const nobodys = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(Buffer.alloc(saltBytes))}$${base64(Buffer.alloc(tagLength))}`

type Cost = typeof cost

function parse(stored: string): { cost: Cost; salt: Buffer; tag: Buffer } | undefined {
  const [, memory, passes, parallelism, salt = '', tag = ''] =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(stored) ?? []
  if (memory === undefined) return undefined
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

/** One password may be typed as different characters that look the same; they count as the same (NIST SP 800-63B, NFKC). */
function derive(password: string, salt: Buffer, { memory, passes, parallelism }: Cost, length = tagLength) {
  const message = password.normalize('NFKC')
  return new Promise<Buffer>((resolve, reject) => {
    argon2('argon2id', { message, nonce: salt, memory, passes, parallelism, tagLength: length }, (thrown, tag) =>
      thrown ? reject(thrown) : resolve(tag),
    )
  })
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
