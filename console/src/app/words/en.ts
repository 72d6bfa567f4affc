import { app } from './en/app.ts'
import { audit } from './en/audit.ts'
import { budget } from './en/budget.ts'
import { builder } from './en/builder.ts'
import { connecting } from './en/connecting.ts'
import { connections } from './en/connections.ts'
import { drift } from './en/drift.ts'
import { exports } from './en/exports.ts'
import { guards } from './en/guards.ts'
import { home } from './en/home.ts'
import { invitation } from './en/invitation.ts'
import { keys } from './en/keys.ts'
import { mine } from './en/mine.ts'
import { nav } from './en/nav.ts'
import { operators } from './en/operators.ts'
import { password } from './en/password.ts'
import { people } from './en/people.ts'
import { preview } from './en/preview.ts'
import { privacy } from './en/privacy.ts'
import { profiles } from './en/profiles.ts'
import { receipts } from './en/receipts.ts'
import { reset } from './en/reset.ts'
import { roles } from './en/roles.ts'
import { run } from './en/run.ts'
import { sample } from './en/sample.ts'
import { schedule } from './en/schedule.ts'
import { segment } from './en/segment.ts'
import { segments } from './en/segments.ts'
import { setUp } from './en/set-up.ts'
import { setUpExport } from './en/set-up-export.ts'
import { signIn } from './en/sign-in.ts'
import { sources } from './en/sources.ts'
import { status } from './en/status.ts'
import { suppression } from './en/suppression.ts'
import { system } from './en/system.ts'
import { tables } from './en/tables.ts'
import { unify } from './en/unify.ts'
import type { unifying } from './en/unifying.ts'
import { uses } from './en/uses.ts'

/** The words of the console in English, but for those that a page brings along. */
export const en = {
  app,
  builder,
  audit,
  budget,
  connecting,
  connections,
  drift,
  exports,
  guards,
  home,
  invitation,
  keys,
  mine,
  nav,
  operators,
  password,
  people,
  preview,
  privacy,
  profiles,
  receipts,
  reset,
  roles,
  run,
  sample,
  schedule,
  segment,
  segments,
  setUp,
  setUpExport,
  signIn,
  sources,
  status,
  suppression,
  tables,
  system,
  unify,
  uses,
} as const

type Same<T> = { readonly [K in keyof T]: T[K] extends string ? string : Same<T[K]> }

/** Every word of the console in English, with those that pages bring along. */
export type AllWords = typeof en & { readonly unifying: typeof unifying }

/** The keys of every word, which all languages have. */
export type Words = Same<AllWords>

/** Words that a page brings along, since they are many and only there. */
export type PartOfWords = Exclude<keyof Words, keyof typeof en>
