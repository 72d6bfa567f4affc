import { Command } from 'commander'
import { changeUser, removeUser, type UserChange } from '../access/change-user.ts'
import { inviteAgain, inviteUser } from '../access/invite-user.ts'
import { listUsers } from '../access/list-users.ts'
import type { OneTimeLink } from '../access/one-time-links.ts'
import { makeResetLink } from '../access/reset-password.ts'
import { findByEmail, type User, UserNotFoundError, type UserRow, userOf } from '../access/users.ts'
import { emailSchema, personNameSchema, roleSchema } from '../contract/people.ts'
import type { Role } from '../db/tables/people.ts'
import { AppError } from '../lib/app-error.ts'
import type { CliContext } from './context.ts'

class UsageError extends AppError {
  override readonly code = 'usage'
  override readonly recovery = 'never'
}

/** `postbud users …`: who may sign in, also for an administrator who cannot any more. */
export function usersCommand(context: CliContext): Command {
  return new Command('users')
    .description('who may sign in, and with what role')
    .addCommand(listCommand(context))
    .addCommand(inviteCommand(context))
    .addCommand(resetLinkCommand(context))
    .addCommand(setRoleCommand(context))
    .addCommand(
      changeCommand(
        context,
        'disable',
        'sign a user out at once and keep them out',
        { status: 'disabled' },
        'is disabled',
      ),
    )
    .addCommand(changeCommand(context, 'enable', 'let a user in again', { status: 'active' }, 'is enabled'))
    .addCommand(removeCommand(context))
}

function listCommand(context: CliContext): Command {
  return new Command('list')
    .description('list the users')
    .option('--search <text>', 'a part of a name or an e-mail address')
    .option('--json', 'print JSON')
    .action(async ({ search, json }: { search?: string; json?: boolean }) => {
      await context.withApp(async ({ db }) => {
        const asked = { ...(search && { search }), sort: 'name', descending: false, limit: 10_000, offset: 0 } as const
        const { users } = await listUsers(db, asked)
        const { terminal } = context
        if (json) return terminal.json({ users })
        if (users.length === 0)
          return terminal.print('There are no users. The first administrator: postbud set-up-link')
        terminal.table(users.map(rowOf), { head: ['NAME', 'E-MAIL', 'ROLE', 'STATUS', 'LAST SIGN-IN (UTC)'] })
      })
    })
}

function rowOf({ name, email, role, status, lastSignInAt }: User): string[] {
  return [name, email, role, status, lastSignInAt?.toISOString().slice(0, 16).replace('T', ' ') ?? 'never']
}

function inviteCommand(context: CliContext): Command {
  return new Command('invite')
    .description('add a user, and show the link that lets them in once; for one who has not come yet, a new link')
    .argument('<email>')
    .requiredOption('--role <role>', 'administrator, contributor or viewer')
    .option('--name <name>', 'what they are called (default: the address)')
    .option('--json', 'print JSON')
    .action(async (email: string, options: { role: string; name?: string; json?: boolean }) => {
      const address = checked(emailSchema.safeParse(email), `"${email}" is no e-mail address`)
      const name = checked(personNameSchema.safeParse(options.name ?? email), 'That name cannot be used')
      const role = roleOf(options.role)
      await context.withApp(async (app) => {
        const there = await findByEmail(app.db, address)
        const { user, link } =
          there?.status === 'invited'
            ? await inviteAgain(app, context.terminal.actor, there.id)
            : await inviteUser(app, context.terminal.actor, { email: address, name, role })
        show(context, user, link, options.json, `${user.email} is let in as ${user.role}`)
        if (!link && !options.json) context.terminal.note('They sign in with the OpenID provider.')
      })
    })
}

function resetLinkCommand(context: CliContext): Command {
  return new Command('reset-link')
    .description('show a link with which a user sets a new password, once')
    .argument('<email>')
    .option('--json', 'print JSON')
    .action(async (email: string, { json }: { json?: boolean }) => {
      await context.withApp(async (app) => {
        const { user, ...link } = await makeResetLink(app, context.terminal.actor, (await userAt(app, email)).id)
        show(context, user, link, json, `${user.email} sets a new password`)
      })
    })
}

function setRoleCommand(context: CliContext): Command {
  return new Command('set-role')
    .description('give a user another role; acts at their next request')
    .argument('<email>')
    .argument('<role>', 'administrator, contributor or viewer')
    .option('--json', 'print JSON')
    .action(async (email: string, given: string, { json }: { json?: boolean }) => {
      const role = roleOf(given)
      await change(context, email, { role }, `has the role ${role}`, json)
    })
}

function changeCommand(context: CliContext, name: string, description: string, to: UserChange, done: string): Command {
  return new Command(name)
    .description(description)
    .argument('<email>')
    .option('--json', 'print JSON')
    .action((email: string, { json }: { json?: boolean }) => change(context, email, to, done, json))
}

function removeCommand(context: CliContext): Command {
  return new Command('remove')
    .description('remove a user with their sign-ins and API keys')
    .argument('<email>')
    .action(async (email: string) => {
      await context.withApp(async (app) => {
        const user = await userAt(app, email)
        await removeUser(app, context.terminal.actor, user.id)
        context.terminal.print(`${user.email} is removed.`)
      })
    })
}

async function change(context: CliContext, email: string, to: UserChange, done: string, json?: boolean): Promise<void> {
  await context.withApp(async (app) => {
    const user = userOf(await changeUser(app, context.terminal.actor, (await userAt(app, email)).id, to))
    if (json) return context.terminal.json({ user })
    const neverCame = to.status === 'active' && user.status === 'invited'
    context.terminal.print(`${user.email} ${neverCame ? 'is invited; show a link with: postbud users invite' : done}.`)
  })
}

function show(context: CliContext, row: UserRow, link: OneTimeLink | undefined, json = false, what = ''): void {
  const { terminal } = context
  if (json) {
    terminal.json({ user: userOf(row), link: link ?? null })
    return
  }
  terminal.note(link ? `${what} with this link, once, until ${link.expiresAt.toISOString()}:` : `${what}.`)
  if (link) terminal.print(link.address)
}

async function userAt({ db }: { readonly db: Parameters<typeof findByEmail>[0] }, email: string): Promise<UserRow> {
  const found = await findByEmail(db, email)
  if (!found) throw new UserNotFoundError(email)
  return found
}

function roleOf(text: string): Role {
  return checked(roleSchema.safeParse(text), `"${text}" is no role; there are administrator, contributor and viewer`)
}

function checked<T>(parsed: { readonly success: boolean; readonly data?: T | undefined }, wrong: string): T {
  if (parsed.data === undefined) throw new UsageError(`${wrong}.`)
  return parsed.data
}
