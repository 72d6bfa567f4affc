import { z } from 'zod'
import { mayUseConnection } from '../../access/rights.ts'
import { readRequestHours } from '../../constant-contact/read-budgets.ts'
import { loadDefinitions } from '../../definitions/load-definitions.ts'
import { budgetOutlook } from '../../exports/run/budget-outlook.ts'
import { type Route, route } from '../route.ts'

const moment = z.iso.datetime()

export const budgetRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/budget',
    tag: 'Exports',
    summary: "What is left of each application's requests today, and when the runs under way will have ended",
    rights: 'contributor',
    answers: {
      200: z.object({
        applications: z.array(
          z.object({
            connections: z.array(z.string()).describe('Those that sign in as this application and share its budget'),
            usedToday: z.int(),
            leftToday: z.int(),
            requestsPerSecond: z.number(),
            requestsPerDay: z.int(),
            resetsAt: moment,
            parkedUntil: moment.nullable(),
            slowedUntil: moment.nullable(),
            limitsDiffer: z.boolean(),
            hours: z
              .array(z.object({ at: moment, requests: z.int() }))
              .describe('The last 24 hours, this one included, by their first moment'),
          }),
        ),
        runs: z.array(
          z.object({
            run: z.string(),
            export: z.string(),
            connection: z.string().nullable(),
            status: z.string(),
            waitsFor: z.string().nullable(),
            waitsUntil: moment.nullable(),
            forecast: z.object({ requests: z.int(), endsAt: moment, fitsToday: z.boolean() }).nullable(),
          }),
        ),
      }),
    },
    handle: async ({ app, person }) => {
      const definitions = await loadDefinitions(app.db)
      const isMine = (name: string) => mayUseConnection(person, definitions.connections[name])
      const { applications, runs } = await budgetOutlook(app, definitions)
      const hoursOf = await readRequestHours(app, 24)
      return {
        applications: applications
          .filter(({ connections }) => connections.some(isMine))
          .map((each) => ({
            connections: each.connections.filter(isMine),
            usedToday: each.usedToday,
            leftToday: each.leftToday,
            requestsPerSecond: each.requestsPerSecond,
            requestsPerDay: each.requestsPerDay,
            resetsAt: each.resetsAt.toISOString(),
            parkedUntil: each.parkedUntil?.toISOString() ?? null,
            slowedUntil: each.slowedUntil?.toISOString() ?? null,
            limitsDiffer: each.limitsDiffer,
            hours: hoursOf(each.clientId).map(({ at, requests }) => ({ at: at.toISOString(), requests })),
          })),
        runs: runs
          .filter(({ connection }) => connection !== null && isMine(connection))
          .map(({ run, export: exportName, connection, status, waitsFor, waitsUntil, forecast }) => ({
            run,
            export: exportName,
            connection,
            status,
            waitsFor,
            waitsUntil: waitsUntil?.toISOString() ?? null,
            forecast: forecast ? { ...forecast, endsAt: forecast.endsAt.toISOString() } : null,
          })),
      }
    },
  }),
]
