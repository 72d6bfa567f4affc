import type { Command } from 'commander'
import { alertsCommand } from './alerts.ts'
import { applyCommand } from './apply.ts'
import { approveCommand, rejectCommand } from './approve.ts'
import { auditCommand } from './audit.ts'
import { backupCommand, restoreCommand } from './backup.ts'
import { budgetCommand } from './budget.ts'
import { cancelCommand } from './cancel.ts'
import { cleanUpCommand } from './clean-up.ts'
import { connectCommand } from './connect.ts'
import { connectionsCommand } from './connections.ts'
import type { CliContext } from './context.ts'
import { departuresCommand } from './departures.ts'
import { driftCommand } from './drift.ts'
import { eraseCommand } from './erase.ts'
import { erasuresCommand } from './erasures.ts'
import { initCommand } from './init.ts'
import { keysCommand } from './keys.ts'
import { listsCommand } from './lists.ts'
import { pauseCommand, resumeCommand } from './pause.ts'
import { personCommand } from './person.ts'
import { previewCommand } from './preview.ts'
import { profilesCommand } from './profiles.ts'
import { reasonsCommand } from './reasons.ts'
import { refreshCommand } from './refresh.ts'
import { retryCommand, undoCommand } from './rerun.ts'
import { runCommand, testCommand } from './run.ts'
import { receiptsCommand, runsCommand } from './runs.ts'
import { sandboxCommand } from './sandbox.ts'
import { schemaCommand } from './schema.ts'
import { segmentsCommand } from './segments.ts'
import { serveCommand } from './serve.ts'
import { setUpLinkCommand } from './set-up-link.ts'
import { sourcesCommand } from './sources.ts'
import { tablesCommand } from './tables.ts'
import { usersCommand } from './users.ts'
import { validateCommand } from './validate.ts'
import { whyCommand } from './why.ts'
import { workerCommand } from './worker.ts'

/** Every command, in the order in which help lists them: as one comes to need them. */
export const commands: readonly ((context: CliContext) => Command)[] = [
  initCommand,
  validateCommand,
  applyCommand,
  sourcesCommand,
  profilesCommand,
  tablesCommand,
  segmentsCommand,
  connectCommand,
  connectionsCommand,
  listsCommand,
  previewCommand,
  testCommand,
  runCommand,
  refreshCommand,
  runsCommand,
  receiptsCommand,
  retryCommand,
  undoCommand,
  cleanUpCommand,
  approveCommand,
  rejectCommand,
  cancelCommand,
  pauseCommand,
  resumeCommand,
  driftCommand,
  departuresCommand,
  whyCommand,
  personCommand,
  eraseCommand,
  erasuresCommand,
  budgetCommand,
  alertsCommand,
  auditCommand,
  reasonsCommand,
  schemaCommand,
  serveCommand,
  workerCommand,
  backupCommand,
  restoreCommand,
  keysCommand,
  setUpLinkCommand,
  usersCommand,
  sandboxCommand,
]
