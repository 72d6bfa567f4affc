import { mkdir } from 'node:fs/promises'
import { Command } from 'commander'
import { makeBackup } from '../backup/make-backup.ts'
import { type Restored, restoreBackup } from '../backup/restore-backup.ts'
import { readConfig } from '../config/environment.ts'
import { ownDirectory } from '../engine/own-directory.ts'
import { systemClock } from '../lib/clock.ts'
import { dataDirectory } from '../lib/data-directory.ts'
import type { CliContext } from './context.ts'
import { counted, formatNumber } from './terminal.ts'

/** `postbud backup FILE`: the data directory and the database as they stand, in one file, while everything goes on. */
export function backupCommand(context: CliContext): Command {
  return new Command('backup')
    .description('write the data directory and the database to one file; works while everything runs')
    .argument('<file>', 'such as postbud-2026-01-31.tar.gz')
    .option('--with-key', 'put the key in too that opens the stored secrets; whoever has the file can then use them')
    .option('--json', 'print JSON')
    .action(async (file: string, options: { withKey?: boolean; json?: boolean }) => {
      const { terminal, signal } = context
      await context.withApp(async (app) => {
        const path = terminal.resolve(file)
        const made = await makeBackup(app, {
          actor: terminal.actor,
          file: path,
          withKey: options.withKey ?? false,
          signal,
        })
        if (options.json) return terminal.json({ file: path, ...made, withKey: options.withKey ?? false })
        terminal.print(
          `Wrote ${counted(made.files, 'file')}, ${formatNumber(Math.ceil(made.bytes / 1e6))} MB, to ${file}.`,
        )
        if (!options.withKey && !app.secrets.secretKey) {
          terminal.note(
            `The key of the stored secrets is not in it. Keep ${app.directory.secretKey} in another safe place, or say --with-key.`,
          )
        }
      })
    })
}

/** `postbud restore FILE`: a data directory and its database as a backup holds them. */
export function restoreCommand(context: CliContext): Command {
  return new Command('restore')
    .description('put the data directory and the database back as a backup holds them')
    .argument('<file>')
    .option('--force', 'also where there are data already; they are set aside in the data directory')
    .option('--json', 'print JSON')
    .action(async (file: string, options: { force?: boolean; json?: boolean }) => {
      const { terminal, signal } = context
      const directory = dataDirectory(context.config().dataDirectory)
      await mkdir(directory.root, { recursive: true, mode: 0o700 })
      await using _owned = await ownDirectory(directory)
      const restored = await restoreBackup(
        { directory, clock: systemClock, databaseUrl: readConfig(context.variables).secrets.databaseUrl },
        { file: terminal.resolve(file), replace: options.force ? 'set aside' : 'refuse', signal },
      )
      if (options.json) return terminal.json(asJson(restored))
      const { manifest, setAside } = restored
      terminal.print(
        `Restored ${counted(manifest.files.length, 'file')} of ${manifest.madeAt} (Postbud ${manifest.postbud}) into ${directory.root}.`,
      )
      if (setAside) terminal.note(`What was there before lies in ${setAside}; remove it when you do not need it.`)
      if (manifest.migration === null)
        terminal.note('The database was on a server and is not in it: restore that with pg_restore.')
      if (!manifest.files.some(({ path }) => path === 'secret.key')) {
        terminal.note(
          `The key of the stored secrets is not in it: put it back as ${directory.secretKey}, or in POSTBUD_SECRET_KEY. Without it, connect again.`,
        )
      }
    })
}

function asJson({ manifest: { files, ...about }, setAside }: Restored) {
  return { ...about, files: files.length, setAside: setAside ?? null }
}
