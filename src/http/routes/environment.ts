import type { z } from 'zod'
import { definitionBodies } from '../definition-schemas.ts'
import type { Route } from '../route.ts'
import { singleRoutes } from '../single-routes.ts'

/** The settings of the whole environment are the administrators'; who the customers are, contributors decide, too. */
export const environmentRoutes: readonly Route[] = [
  ...singleRoutes({
    kind: 'environment',
    path: '/environment',
    what: 'the settings of the environment',
    body: definitionBodies.environment as z.ZodType<object>,
    rights: 'administrator',
  }),
  ...singleRoutes({
    kind: 'profiles',
    path: '/profiles',
    what: 'who the customers are',
    body: definitionBodies.profiles as z.ZodType<object>,
    rights: 'contributor',
  }),
]
