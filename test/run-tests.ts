import { startVitest } from 'vitest/node'

// Runs every test and closes with the one line that says how it went.
const vitest = await startVitest('test', process.argv.slice(2), { run: true, watch: false })
const modules = vitest.state.getTestModules()
const tests = modules.flatMap((module) => [...module.children.allTests()])
const count = (state: string) => tests.filter((test) => test.result().state === state).length
// A file that cannot be loaded, or a group whose preparation fails, has no test that fails, so each counts as one itself.
const broken = modules
  .flatMap((module) => [module, ...module.children.allSuites()])
  .filter((holder) => holder.errors().length > 0).length
const unhandled = vitest.state.getUnhandledErrors().length

const passed = count('passed')
// A test that never ended (its worker died) is no better than one that failed.
const failed = count('failed') + count('pending') + broken + unhandled
const skipped = count('skipped')
await vitest.close()

const allWanted = process.env.POSTBUD_REQUIRE_ALL === '1'
if (skipped > 0) {
  for (const test of tests.filter((each) => each.result().state === 'skipped')) {
    console.log(`SKIPPED: ${test.module.relativeModuleId} > ${test.fullName}`)
  }
  if (allWanted) console.log('POSTBUD_REQUIRE_ALL=1 asks for every test, so each skipped one is a failure.')
}
if (tests.length === 0) console.log('No test ran.')
const bad = failed > 0 || passed === 0 || (skipped > 0 && allWanted)
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exit(bad ? 1 : 0)
