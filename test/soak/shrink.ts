import type { Played } from './play.ts'
import type { RunStep, Scenario, Step } from './scenario.ts'

type Shrunk = { readonly scenario: Scenario; readonly played: Played }

/** Leaves out what a failing scenario fails without: steps first, then what goes wrong within them. */
export async function shrink(scenario: Scenario, play: (scenario: Scenario) => Promise<Played>): Promise<Shrunk> {
  let best: Shrunk = { scenario, played: await play(scenario) }
  const tries = async (steps: readonly Step[]): Promise<boolean> => {
    const smaller = { ...scenario, steps }
    const played = await play(smaller)
    if (!played.failure || kindOf(played) !== kindOf(best.played)) return false
    best = { scenario: smaller, played }
    return true
  }
  const failedAt = best.played.failure?.step ?? 0
  if (failedAt > 0 && failedAt < scenario.steps.length) await tries(scenario.steps.slice(0, failedAt))
  for (let at = best.scenario.steps.length - 1; at >= 0; at -= 1) {
    await tries(best.scenario.steps.toSpliced(at, 1))
  }
  for (let at = best.scenario.steps.length - 1; at >= 0; at -= 1) {
    for (;;) {
      const { steps } = best.scenario
      const smaller = smallerSteps(steps[at])
      let found = false
      for (const each of smaller) {
        found = await tries(steps.with(at, each))
        if (found) break
      }
      if (!found) break
    }
  }
  return best
}

/** A failure is the same where its first problem reads the same but for names and figures. */
function kindOf({ failure }: Played): string {
  return (failure?.problems[0] ?? '').replaceAll(/\{.*|\S*\d\S*|\b\w+@\S+/g, '').trim()
}

function smallerSteps(step: Step | undefined): Step[] {
  switch (step?.do) {
    case 'change':
      return step.changes.length > 1
        ? step.changes.map((_, at) => ({ ...step, changes: step.changes.toSpliced(at, 1) }))
        : []
    case 'others':
      return step.acts.length > 1 ? step.acts.map((_, at) => ({ ...step, acts: step.acts.toSpliced(at, 1) })) : []
    case 'run':
      return smallerRuns(step)
    default:
      return []
  }
}

function smallerRuns(step: RunStep): RunStep[] {
  const { troubles = [], meanwhile = [], halt, ...bare } = step
  return [
    ...(halt ? [{ ...bare, troubles, meanwhile }] : []),
    ...troubles.map((_, at) => ({ ...step, troubles: troubles.toSpliced(at, 1) })),
    ...meanwhile.map((_, at) => ({ ...step, meanwhile: meanwhile.toSpliced(at, 1) })),
  ]
}
