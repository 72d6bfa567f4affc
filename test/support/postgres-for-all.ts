import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '../../src/db/open-database.ts'
import { startPostgres } from './postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A PostgreSQL server with a database `template`, up to date and empty; null where the control database is embedded. */
    readonly postgres: string | null
  }
}

/** Starts the one PostgreSQL server on which every test of a project has a database of its own. */
export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres()
  await server.run('create database template')
  const url = new URL(server.url)
  url.pathname = '/template'
  await (await openDatabase({ url: url.href }))[Symbol.asyncDispose]()
  provide('postgres', server.url)
  return async () => {
    await server[Symbol.asyncDispose]()
  }
}

const templateInUse = '55006'

/** The address of the database `name`, made from the template unless it is there. */
export async function databaseOf(serverUrl: string, name: string): Promise<string> {
  const client = new Client({ connectionString: serverUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    while (rowCount === 0) {
      try {
        await client.query(`create database "${name}" template template`)
        break
      } catch (thrown) {
        // Another test is copying it at this moment.
        if (!(thrown instanceof Error && 'code' in thrown && thrown.code === templateInUse)) throw thrown
      }
    }
  } finally {
    await client.end()
  }
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}
