import { z } from 'zod'
import { PRIVILEGES } from '../accounts/account.ts'
import { PERMISSIONS } from '../contacts/contact-table.ts'
import { FIELD_TYPES } from '../custom-fields/custom-field.ts'
import { ACTIVITY_FAULTS, STRUCK_KINDS } from '../faults/activity-faults.ts'
import { NAMED_FAULTS } from '../faults/request-faults.ts'
import { UNKNOWNS, type Unknowns } from '../unknowns.ts'
import type { SandboxControl } from './sandbox-control.ts'

/** A control command as it comes over HTTP: what its body must be, and what it then does. */
type Command = (control: SandboxControl, body: unknown) => unknown

function command<S extends z.ZodType>(
  shape: S,
  act: (control: SandboxControl, input: z.output<S>) => unknown,
): Command {
  return (control, body) => act(control, shape.parse(body ?? {}))
}

const accountId = z.string().optional()
const listId = z.string().optional()
const person = z.strictObject({ email: z.string(), accountId })
const number = z.number().nonnegative()
// JSON has no infinity: null is none.
const limit = number.nullable().transform((value) => value ?? Number.POSITIVE_INFINITY)
const strikes = {
  nth: z.int().positive().optional(),
  times: z
    .int()
    .positive()
    .nullable()
    .transform((value) => value ?? Number.POSITIVE_INFINITY)
    .optional(),
}
/** A text to be contained, or `{ pattern }`, an expression to be matched. */
const matcher = z.union([
  z.string(),
  z.strictObject({ pattern: z.string() }).transform(({ pattern }) => new RegExp(pattern)),
])
const action = z.union([
  z.enum(NAMED_FAULTS),
  z.strictObject({ status: z.int().min(200).max(599), body: z.unknown(), handled: z.boolean().optional() }),
  z.strictObject({ delayMs: number, handled: z.boolean().optional() }),
])

/** Every control command by its name in the address, `POST /control/<name>`. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  fault: command(
    z.strictObject({ method: z.string().optional(), path: matcher.optional(), ...strikes, action }),
    (control, input) => control.fault(input),
  ),
  'activity-fault': command(
    z.strictObject({
      action: z.enum(ACTIVITY_FAULTS),
      kind: z.enum(STRUCK_KINDS).optional(),
      fileName: matcher.optional(),
      share: z.number().min(0).max(1).optional(),
      ...strikes,
    }),
    (control, input) => control.activityFault(input),
  ),
  'clear-faults': command(z.strictObject({}), (control) => control.clearFaults()),
  'refuse-email': command(
    z.strictObject({
      email: z.string(),
      message: z.string().optional(),
      named: z.boolean().optional(),
      correctable: z.boolean().optional(),
      accountId,
    }),
    (control, input) => control.refuseEmail(input),
  ),
  'accept-email': command(person, (control, input) => control.acceptEmail(input.email, input.accountId)),
  'add-contact': command(
    z.strictObject({
      email: z.string(),
      values: z.record(z.string(), z.string()).optional(),
      listIds: z.array(z.string()).optional(),
      permission: z.enum(PERMISSIONS).optional(),
      accountId,
    }),
    (control, input) => control.addContact(input),
  ),
  unsubscribe: command(person.extend({ by: z.enum(['Contact', 'Account']).optional() }), (control, input) =>
    control.unsubscribe(input.email, input.by, input.accountId),
  ),
  'delete-contact': command(person, (control, input) => control.deleteContact(input.email, input.accountId)),
  'leave-list': command(person.extend({ listId }), (control, input) =>
    control.leaveList(input.email, input.listId, input.accountId),
  ),
  'add-to-list': command(person.extend({ listId }), (control, input) =>
    control.addToList(input.email, input.listId, input.accountId),
  ),
  'remove-from-list': command(person.extend({ listId }), (control, input) =>
    control.removeFromList(input.email, input.listId, input.accountId),
  ),
  'add-list': command(z.strictObject({ name: z.string(), id: z.uuid().optional(), accountId }), (control, input) => ({
    listId: control.addList(input),
  })),
  'rename-list': command(z.strictObject({ listId: z.string(), name: z.string(), accountId }), (control, input) =>
    control.renameList(input.listId, input.name, input.accountId),
  ),
  'delete-list': command(z.strictObject({ listId, accountId }), (control, input) =>
    control.deleteList(input.listId, input.accountId),
  ),
  'add-custom-field': command(
    z.strictObject({
      label: z.string(),
      type: z.enum(FIELD_TYPES).optional(),
      choices: z.array(z.string()).optional(),
      accountId,
    }),
    (control, input) => control.addCustomField(input),
  ),
  'rename-custom-field': command(z.strictObject({ name: z.string(), label: z.string(), accountId }), (control, input) =>
    control.renameCustomField(input.name, input.label, input.accountId),
  ),
  'delete-custom-field': command(z.strictObject({ name: z.string(), accountId }), (control, input) =>
    control.deleteCustomField(input.name, input.accountId),
  ),
  'add-account': command(z.strictObject({ accountId: z.string(), organizationName: z.string() }), (control, input) =>
    control.addAccount(input.accountId, input.organizationName),
  ),
  'sign-in-as': command(z.strictObject({ accountId: z.string() }), (control, input) =>
    control.signInAs(input.accountId),
  ),
  'auto-approve': command(z.strictObject({ on: z.boolean() }), (control, input) => {
    control.autoApprove = input.on
  }),
  'set-unknown': command(z.strictObject({ name: z.string(), value: z.unknown() }), (control, input) =>
    control.setUnknowns(switchFrom(input.name, input.value)),
  ),
  'set-limits': command(
    z.union([
      z.literal('none'),
      z
        .strictObject({
          requestsPerSecond: limit,
          requestsPerDay: limit,
          queuedActivities: limit,
          tokenRequestsPerSecond: limit,
        })
        .partial(),
    ]),
    (control, input) => control.setLimits(input === 'none' ? input : given(input)),
  ),
  spend: command(
    z.strictObject({ requests: z.int().nonnegative(), clientId: z.string().optional() }),
    (control, input) => control.spend(input.requests, input.clientId),
  ),
  'set-pace': command(
    z.strictObject({ instant: z.boolean().optional(), contactsPerSecond: z.number().positive().optional() }),
    (control, input) => control.setPace(input),
  ),
  'set-rotating': command(z.strictObject({ on: z.boolean() }), (control, input) => control.setRotating(input.on)),
  'set-privileges': command(z.strictObject({ privileges: z.array(z.enum(PRIVILEGES)), accountId }), (control, input) =>
    control.setPrivileges(input.privileges, input.accountId),
  ),
  advance: command(z.strictObject({ ms: z.number() }), (control, input) => control.advance(input.ms)),
  release: command(z.strictObject({}), (control) => control.release()),
  'clear-requests': command(z.strictObject({}), (control) => control.clearRequests()),
  'issue-tokens': command(
    z.strictObject({ clientId: z.string().optional(), accountId, scopes: z.array(z.string()).optional() }),
    (control, input) => control.issueTokens(input),
  ),
  'expire-access-tokens': command(z.strictObject({}), (control) => control.expireAccessTokens()),
  'spend-refresh-tokens': command(z.strictObject({}), (control) => control.spendRefreshTokens()),
  'revoke-grants': command(z.strictObject({}), (control) => control.revokeGrants()),
  'deactivate-application': command(z.strictObject({ clientId: z.string().optional() }), (control, input) =>
    control.deactivateApplication(input.clientId),
  ),
  reset: command(z.strictObject({}), (control) => control.reset()),
}

/** One switch by its name, refused unless the value is one of those it takes. */
function switchFrom(name: string, value: unknown): Partial<Unknowns> {
  const declared = Object.entries(UNKNOWNS).find(([known]) => known === name)?.[1]
  if (!declared) throw new Error(`There is no switch ${JSON.stringify(name)}.`)
  const free = declared.choices.startsWith('a ')
  const fits = free
    ? typeof value === typeof declared.default || (value === null && declared.choices.endsWith('or null'))
    : declared.choices.split(', ').includes(String(value)) && typeof value === typeof declared.default
  if (!fits) throw new Error(`The switch ${name} takes ${declared.choices}.`)
  return { [name]: value }
}

function given<T extends object>(input: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(input).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> }
}
