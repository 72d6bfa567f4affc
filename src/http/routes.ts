import type { Route } from './route.ts'
import { auditRoutes } from './routes/audit.ts'
import { meRoutes } from './routes/me.ts'
import { relationshipRoutes } from './routes/relationships.ts'

/** Every route of the API; each noun has a file. */
export const routes: readonly Route[] = [...auditRoutes, ...meRoutes, ...relationshipRoutes]
