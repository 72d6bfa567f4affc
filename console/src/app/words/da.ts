import { app } from './da/app.ts'
import { audit } from './da/audit.ts'
import { budget } from './da/budget.ts'
import { builder } from './da/builder.ts'
import { connecting } from './da/connecting.ts'
import { connections } from './da/connections.ts'
import { drift } from './da/drift.ts'
import { exports } from './da/exports.ts'
import { guards } from './da/guards.ts'
import { home } from './da/home.ts'
import { invitation } from './da/invitation.ts'
import { keys } from './da/keys.ts'
import { mine } from './da/mine.ts'
import { nav } from './da/nav.ts'
import { operators } from './da/operators.ts'
import { password } from './da/password.ts'
import { people } from './da/people.ts'
import { preview } from './da/preview.ts'
import { privacy } from './da/privacy.ts'
import { profiles } from './da/profiles.ts'
import { receipts } from './da/receipts.ts'
import { reset } from './da/reset.ts'
import { roles } from './da/roles.ts'
import { run } from './da/run.ts'
import { sample } from './da/sample.ts'
import { schedule } from './da/schedule.ts'
import { segment } from './da/segment.ts'
import { segments } from './da/segments.ts'
import { setUp } from './da/set-up.ts'
import { setUpExport } from './da/set-up-export.ts'
import { signIn } from './da/sign-in.ts'
import { sources } from './da/sources.ts'
import { status } from './da/status.ts'
import { suppression } from './da/suppression.ts'
import { system } from './da/system.ts'
import { tables } from './da/tables.ts'
import { unify } from './da/unify.ts'
import { uses } from './da/uses.ts'
import type { PartOfWords, Words } from './en.ts'

export const da: Omit<Words, PartOfWords> = {
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
}
