/*
 * Loaded before the program (node --import), kills its process at the nth durable thing that it does: a file that is put in place, linked
 * or removed, or a statement to the embedded database. DIE_AT=NTH:before|after; 0 never, and then how many there were is written to DIE_TOLD.
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { PGlite } from '@electric-sql/pglite'

const [nth, when] = (process.env.DIE_AT ?? '0:after').split(':')
const told = process.env.DIE_TOLD
const acts: string[] = []

function dyingAt<T extends (...args: never[]) => Promise<unknown>>(
  kind: (...args: Parameters<T>) => string,
  act: T,
): T {
  return async function (this: unknown, ...args: Parameters<T>) {
    acts.push(kind(...args))
    const last = acts.length === Number(nth)
    if (last && when === 'before') process.kill(process.pid, 'SIGKILL')
    const done = await act.apply(this, args)
    if (last) process.kill(process.pid, 'SIGKILL')
    return done
  } as T
}

fs.promises.rename = dyingAt((from, to) => `rename ${from} ${to}`, fs.promises.rename)
fs.promises.link = dyingAt((from, to) => `link ${from} ${to}`, fs.promises.link)
fs.promises.rm = dyingAt((path) => `rm ${path}`, fs.promises.rm)
syncBuiltinESMExports()

/** The statements that the database has prepared, by their names in the protocol. */
const prepared = new Map<string, string>()

/** What a message to the database asks: `prepare …` of a statement, `query …` of one that is prepared. */
function asked(message: Uint8Array): string {
  const [first = '', second = ''] = Buffer.from(message.subarray(5)).toString('utf8').split('\0')
  switch (String.fromCharCode(message[0] ?? 0)) {
    case 'P':
      prepared.set(first, second)
      return `prepare ${second}`
    case 'B':
      return `query ${prepared.get(second)}`
    default:
      return 'other message'
  }
}

const { execProtocolRawStream } = PGlite.prototype
PGlite.prototype.execProtocolRawStream = dyingAt(asked as never, execProtocolRawStream as never) as never
process.on('exit', () => {
  if (told) fs.writeFileSync(told, JSON.stringify(acts))
})
