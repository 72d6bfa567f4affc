import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { testApp } from '../../test/support/test-app.ts'
import { systemActor } from '../access/person.ts'
import { loadDefinitions } from '../definitions/load-definitions.ts'
import { applyPlan, planApply } from './apply-project.ts'
import { parseProject } from './read-project.ts'

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/)
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((value) => value.isWellFormed() && !value.includes('\0'))
const scalar = fc.oneof(
  text,
  fc.integer(),
  fc.boolean(),
  fc.constantFrom('0123', 'true', 'null', '1e3', '2026-01-31', '${A}', '$${A}'),
)
const node = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ column: text, equals: scalar }),
    fc.record({ column: fc.tuple(text, text), in: fc.array(scalar) }),
    fc.record({ all: fc.array(tie('node'), { maxLength: 3 }) }),
    fc.record({ not: tie('node') }),
  ),
})).node
const project = fc.record({
  environment: fc.record({ name: text, timeZone: fc.constant('Europe/Copenhagen') }),
  sources: fc.dictionary(
    name,
    fc.record({ file: text, key: text, maxCorrupt: fc.double({ min: 0, max: 1, noNaN: true }) }),
    { maxKeys: 3 },
  ),
  profiles: fc.record({ from: name, email: text }),
  relationships: fc.dictionary(name, fc.record({ from: text, to: fc.tuple(text, text) }), { maxKeys: 3 }),
  segments: fc.dictionary(name, fc.record({ rules: fc.tuple(fc.record({ where: node })) }), { maxKeys: 3 }),
  connections: fc.constant({}),
  exports: fc.constant({}),
})

test('what a file says is what is loaded after it was applied, and applying it again changes nothing', async () => {
  const app = await testApp()
  await fc.assert(
    fc.asyncProperty(project, async (written) => {
      const { definitions, issues, text: yaml } = parseProject('p.yaml', stringify(written))
      expect(issues).toEqual([])
      if (!definitions) throw new Error('a file without mistakes has definitions')
      await applyPlan(app, systemActor, await planApply(app, definitions), { path: '/p.yaml', text: yaml })
      expect(await loadDefinitions(app.db)).toEqual(JSON.parse(JSON.stringify(written)))
      expect((await planApply(app, definitions)).changes).toEqual([])
    }),
    { numRuns: 60 },
  )
})
