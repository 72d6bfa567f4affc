import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import { version } from '../lib/version.ts'
import { definitionComponents } from './definition-schemas.ts'

/** OpenAPI 3.1 made from the schemas that validate, at /api/openapi.json, and to be browsed at /api/docs. */
export async function describeApi(server: FastifyInstance): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Postbud',
        version,
        description: 'Keeps Constant Contact lists in step with segments of your customers.',
      },
      components: {
        schemas: definitionComponents() as never,
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: 'An API key (pbk_…)' },
          session: { type: 'apiKey', in: 'cookie', name: 'postbud', description: 'A signed-in browser' },
        },
      },
      security: [{ key: [] }, { session: [] }],
    },
    transform: jsonSchemaTransform,
  })
  await server.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true })
  server.get('/api/openapi.json', { schema: { hide: true } }, async () => server.swagger())
}
