import { Client } from 'pg'

const templateInUse = '55006'

const made = new Set<string>()

/** The address of the database `name`, made from the template unless it is there. */
export async function databaseOf(serverUrl: string, name: string): Promise<string> {
  await asOwner(serverUrl, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount !== 0) return
    made.add(name)
    for (;;) {
      try {
        // Copied as files, since logging what is copied takes three times as long.
        return await client.query(`create database "${name}" template template strategy file_copy`)
      } catch (thrown) {
        // Another test is copying it at this moment.
        if (!(thrown instanceof Error && 'code' in thrown && thrown.code === templateInUse)) throw thrown
      }
    }
  })
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

/** Drops the database `name` if this process made it: a thousand of them would fill the memory that they are kept in. */
export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  if (!made.delete(name)) return
  await asOwner(serverUrl, (client) => client.query(`drop database if exists "${name}" with (force)`))
}

async function asOwner(serverUrl: string, act: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: serverUrl })
  await client.connect()
  try {
    await act(client)
  } finally {
    await client.end()
  }
}
