import { definitionRoutes } from '../definition-routes.ts'
import { definitionBodies } from '../definition-schemas.ts'

export const relationshipRoutes = definitionRoutes({
  section: 'relationships',
  tag: 'Relationships',
  one: 'a relationship',
  body: definitionBodies.relationship,
  told: {},
  tell: async (_app, rows) => rows.map(() => ({})),
})
