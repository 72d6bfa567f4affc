import { startVitest } from 'vitest/node'

// Runs every test and closes with the one line that says how it went.
const vitest = await startVitest('test', process.argv.slice(2), { run: true, watch: false })
const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()])
const count = (state: string) => tests.filter((test) => test.result().state === state).length
// A file that cannot be loaded has no tests to fail, so it counts as one itself.
const brokenFiles = vitest.state.getTestModules().filter((module) => module.errors().length > 0).length
const unhandled = vitest.state.getUnhandledErrors().length

const passed = count('passed')
const failed = count('failed') + brokenFiles + unhandled
const skipped = count('skipped')
await vitest.close()

if (skipped > 0 && process.env.POSTBUD_REQUIRE_ALL === '1') {
  console.log(`${skipped} tests were skipped although POSTBUD_REQUIRE_ALL=1 asks for all of them.`)
}
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
const bad = failed > 0 || passed === 0 || (skipped > 0 && process.env.POSTBUD_REQUIRE_ALL === '1')
process.exit(bad ? 1 : 0)
