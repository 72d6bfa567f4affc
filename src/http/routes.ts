import type { Route } from './route.ts'
import { auditRoutes } from './routes/audit.ts'
import { meRoutes } from './routes/me.ts'
import { relationshipRoutes } from './routes/relationships.ts'
import { sourceRoutes } from './routes/sources.ts'
import { tableRoutes } from './routes/tables.ts'
import { uploadRoutes } from './routes/uploads.ts'

/** Every route of the API; each noun has a file. */
export const routes: readonly Route[] = [
  ...auditRoutes,
  ...meRoutes,
  ...relationshipRoutes,
  ...sourceRoutes,
  ...tableRoutes,
  ...uploadRoutes,
]
