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
const { query, transaction } = PGlite.prototype
const named = (text: string) => `query ${text}`
PGlite.prototype.query = dyingAt(named, query as never) as never
// Within a transaction statements go another way; killed after it, it is committed.
type Work = Parameters<typeof transaction>[0]
const within = function (this: PGlite, work: Work) {
  return transaction.call(this, (tx) => {
    tx.query = dyingAt(named, tx.query.bind(tx) as never) as never
    return work(tx)
  })
}
PGlite.prototype.transaction = dyingAt(() => 'transaction', within) as never
process.on('exit', () => {
  if (told) fs.writeFileSync(told, JSON.stringify(acts))
})
