import type { App } from '../app.ts'
import type { Log } from '../lib/log.ts'
import { alertWork } from './alert-work.ts'
import { connectionWork } from './connection-work.ts'
import { driftWork } from './drift-work.ts'
import { erasureWork } from './erasure-work.ts'
import { refreshWork } from './refresh-work.ts'
import { runWork } from './run-work.ts'
import { scheduleWork } from './schedule-work.ts'
import { sweepWork } from './sweep-work.ts'
import type { WorkKind } from './work-loop.ts'

/** Everything that workers do. */
export function workKinds(app: App, log?: Log): WorkKind[] {
  return [
    ...runWork(app, log),
    alertWork(app),
    connectionWork(app),
    driftWork(app),
    erasureWork(app),
    refreshWork(app),
    scheduleWork(app),
    sweepWork(app),
  ]
}
