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
