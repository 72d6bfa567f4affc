import type { Route } from './route.ts'
import { aboutRoutes } from './routes/about.ts'
import { alertRoutes } from './routes/alerts.ts'
import { apiKeyRoutes } from './routes/api-keys.ts'
import { auditRoutes } from './routes/audit.ts'
import { budgetRoutes } from './routes/budget.ts'
import { clusterRoutes } from './routes/clusters.ts'
import { configurationRoutes } from './routes/configuration.ts'
import { connectionDraftRoutes } from './routes/connection-drafts.ts'
import { connectionListRoutes } from './routes/connection-lists.ts'
import { connectionRoutes } from './routes/connections.ts'
import { departureRoutes } from './routes/departures.ts'
import { environmentRoutes } from './routes/environment.ts'
import { eventRoutes } from './routes/events.ts'
import { exportConnectionRoutes } from './routes/export-connection.ts'
import { exportLookRoutes } from './routes/export-looks.ts'
import { exportRoutes } from './routes/exports.ts'
import { meRoutes } from './routes/me.ts'
import { oidcRoutes } from './routes/oidc.ts'
import { oneTimeLinkRoutes } from './routes/one-time-links.ts'
import { pauseRoutes } from './routes/pause.ts'
import { privacyRoutes } from './routes/privacy.ts'
import { profileCardRoutes } from './routes/profile-cards.ts'
import { profileSizeRoutes } from './routes/profile-sizes.ts'
import { reasonRoutes } from './routes/reasons.ts'
import { refreshRoutes } from './routes/refreshes.ts'
import { relationshipPathRoutes } from './routes/relationship-paths.ts'
import { relationshipRoutes } from './routes/relationships.ts'
import { runReceiptRoutes } from './routes/run-receipts.ts'
import { runRoutes } from './routes/runs.ts'
import { sampleRoutes } from './routes/sample.ts'
import { scheduleRoutes } from './routes/schedules.ts'
import { segmentChangeRoutes } from './routes/segment-changes.ts'
import { segmentExportRoutes } from './routes/segment-exports.ts'
import { segmentOverlapRoutes } from './routes/segment-overlap.ts'
import { segmentRoutes } from './routes/segments.ts'
import { sessionRoutes } from './routes/session.ts'
import { sourceRoutes } from './routes/sources.ts'
import { statusRoutes } from './routes/status.ts'
import { tableRoutes } from './routes/tables.ts'
import { unificationRoutes } from './routes/unification.ts'
import { uploadRoutes } from './routes/uploads.ts'
import { userRoutes } from './routes/users.ts'

/** Every route of the API; each noun has a file. */
export const routes: readonly Route[] = [
  ...aboutRoutes,
  ...alertRoutes,
  ...apiKeyRoutes,
  ...auditRoutes,
  ...budgetRoutes,
  ...configurationRoutes,
  ...connectionDraftRoutes,
  ...connectionListRoutes,
  ...connectionRoutes,
  ...departureRoutes,
  ...environmentRoutes,
  ...eventRoutes,
  ...exportConnectionRoutes,
  ...exportLookRoutes,
  ...exportRoutes,
  ...meRoutes,
  ...oidcRoutes,
  ...oneTimeLinkRoutes,
  ...pauseRoutes,
  ...privacyRoutes,
  ...profileCardRoutes,
  ...profileSizeRoutes,
  ...reasonRoutes,
  ...refreshRoutes,
  ...relationshipPathRoutes,
  ...relationshipRoutes,
  ...runReceiptRoutes,
  ...runRoutes,
  ...sampleRoutes,
  ...scheduleRoutes,
  ...segmentChangeRoutes,
  ...segmentExportRoutes,
  ...segmentOverlapRoutes,
  ...segmentRoutes,
  ...sessionRoutes,
  ...sourceRoutes,
  ...statusRoutes,
  ...tableRoutes,
  ...unificationRoutes,
  ...clusterRoutes,
  ...uploadRoutes,
  ...userRoutes,
]
