import { z } from 'zod'
import type { Reason } from '../../contract/reasons/reason.ts'
import { type ReasonGroup, reasonGroups } from '../../contract/reasons.ts'
import { type Route, route } from '../route.ts'

const groups = Object.keys(reasonGroups) as ReasonGroup[]
const words = z.object({ what: z.string(), todo: z.string() })

export const reasonRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/reasons',
    tag: 'Runs',
    summary: 'What the reasons of receipts, runs and alerts mean and what to do about them, in every language',
    rights: 'viewer',
    answers: {
      200: z.object({
        reasons: z.array(
          z.object({
            code: z.string(),
            about: z.enum(groups).describe('What the reason is told of'),
            en: words,
            da: words,
          }),
        ),
      }),
    },
    handle: () => ({ reasons: catalogue }),
  }),
]

const catalogue = groups.flatMap((about) =>
  Object.entries<Reason>(reasonGroups[about]).map(([code, { en, da }]) => ({ code, about, en, da })),
)
