import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseAst } from 'vite'
import { expect, test } from 'vitest'
import { audit } from '../../console/src/app/words/en/audit.ts'
import { consoleWays } from '../../src/lib/console-ways.ts'
import { ofKeys } from '../../src/lib/danish/of-keys.ts'
import { inConsole } from '../../src/lib/in-console.ts'
import { inDanish, ours } from '../../src/lib/in-danish.ts'
import { holesOf } from '../../src/lib/sentences.ts'
import { lowerFirst } from '../../src/project/shape-issues.ts'

const root = resolve(import.meta.dirname, '../..')

/** What only whoever works at the server's own terminal or a program is told: in English, like all of the command line. */
const terminal =
  /^src\/(cli|config|backup|sample|engine)\/|^src\/(app|main)\.ts$|^src\/db\/(?!database-error)|^src\/project\/propose-project|^src\/connections\/(rotate-keys|callback-server)|^src\/http\/(start-server|metrics)/

type Node = { readonly type: string; readonly start: number; readonly end: number } & Readonly<Record<string, unknown>>

const sources = sourcesIn('src')
const written = sources.flatMap(({ program }) =>
  nodesIn(program).flatMap((node) => {
    const template = templateOf(node)
    return template === undefined ? [] : [template]
  }),
)

test('every sentence has its Danish one, with the same holes, and the catalogue has no other', () => {
  const templates = new Set(written)
  expect([...templates].filter((template) => !Object.hasOwn(ours, template))).toEqual([])
  expect(Object.keys(ours).filter((template) => !templates.has(template))).toEqual([])
  const uneven = Object.entries(ours).filter(
    ([template, danish]) => `${holesOf(template).toSorted()}` !== `${holesOf(danish).toSorted()}`,
  )
  expect(uneven).toEqual([])
})

/** A command of the terminal in a sentence. */
const command = /postbud [a-z]/
/** What is told where a file is read, which the console does not do. */
const ofFiles = '{0} {1}. Make one with "postbud init FILE…", or name another with --file.'

test('a sentence with a command of the terminal has one for the console, with none and with holes of the same', () => {
  const withCommand = Object.keys(ours).filter((template) => command.test(template) && template !== ofFiles)
  expect(withCommand.length).toBeGreaterThan(30)
  expect(Object.keys(consoleWays).toSorted()).toEqual(withCommand.toSorted())
  const wrong = Object.entries(consoleWays).filter(([template, { en, da }]) =>
    [en, da].some((way) => command.test(way) || holesOf(way).some((hole) => !holesOf(template).includes(hole))),
  )
  expect(wrong).toEqual([])
})

test('the console is told its own way, in a sentence within another too, and any other sentence as it is', () => {
  const paused = 'Delivery was paused by ada at 2026-11-01T10:00:00Z; nothing is sent. Go on with: postbud resume'
  expect(inConsole.en(paused)).toBe(
    'Delivery was paused by ada at 2026-11-01T10:00:00Z; nothing is sent. An administrator lets it go on under Administrator > System.',
  )
  expect(inConsole.da(paused)).toMatch(
    /^Levering blev sat på pause af ada den 1. november 2026 .*under Administrator > System\.$/,
  )
  const two = 'There is no run "r1". The last ones are shown by: postbud runs'
  expect(inConsole.en(two)).toBe('There is no run "r1". The runs of an export stand on its page.')
  expect(inDanish(two)).toContain('postbud runs')
  const changed = Object.keys(ours)
    .filter((template) => !command.test(template))
    .map((template) => template.replaceAll(/\{(\d+)\}/g, 'Value$1'))
    .filter((sentence) => inConsole.en(sentence) !== sentence)
  expect(changed).toEqual([])
})

test('every act that the audit log tells has words in the console', () => {
  const named = sources.flatMap(({ program }) =>
    nodesIn(program).flatMap(({ type, key, value, callee, arguments: given }) => {
      if (type === 'Property' && isNode(key) && key.name === 'action' && isNode(value)) return [value.value]
      const isRecorded = type === 'CallExpression' && isNode(callee) && /^record[A-Z]/.test(String(callee.name))
      return isRecorded ? (given as Node[]).map(({ value: argument }) => argument) : []
    }),
  )
  const acts = [...new Set(named)].filter((each) => typeof each === 'string' && /^[a-z_]+\.[a-z_-]+$/.test(each))
  expect(acts).toContain('upload.replace')
  expect(acts.length).toBeGreaterThan(35)
  const unsaid = acts.filter((act) => {
    const [noun = '', verb = ''] = String(act).split('.')
    const isWhole = Object.hasOwn(audit.acts, `${noun}_${verb}`)
    return !isWhole && (!Object.hasOwn(audit.nouns, noun) || !Object.hasOwn(audit.verbs, verb))
  })
  expect(unsaid).toEqual([])
})

test('what is expected at a key of the definitions is described in Danish, too', () => {
  const described = sources
    .filter(({ file }) => /^src\/contract\/(definitions-schema|alerts|schedule|unification)\.ts$/.test(file))
    .flatMap(({ program }) => nodesIn(program))
    .filter(
      ({ type, callee }) =>
        type === 'CallExpression' && isNode(callee) && isNode(callee.property) && callee.property.name === 'describe',
    )
    .flatMap(({ arguments: given }) => (given as Node[]).filter(({ type }) => type === 'Literal'))
    .map(({ value }) => lowerFirst(String(value)))
  expect(described.length).toBeGreaterThan(100)
  expect(described.filter((text) => !Object.hasOwn(ofKeys, text))).toEqual([])
})

test('every sentence is known again by its template, whatever its values', () => {
  const mistaken = Object.entries(ours).flatMap(([template, danish]) => {
    const fill = (text: string) => text.replaceAll(/\{(\d+)\}/g, 'Værdi$1')
    const told = inDanish(fill(template))
    return told === fill(danish) ? [] : [{ sentence: fill(template), told }]
  })
  expect(mistaken).toEqual([])
})

test('no error that the console can meet is raised with a text that is not marked as a sentence', () => {
  const plain = sources
    .filter(({ file }) => !terminal.test(file))
    .flatMap(({ file, program }) => plainTextsIn(program).map((text) => `${file}: ${text}`))
  expect(plain).toEqual([])
})

test('the check of the errors sees a plain text in one', () => {
  const seen = (text: string) => plainTextsIn(parseAst(text, { lang: 'ts' }) as unknown as Node)
  const raising = (text: string) => `class A extends AppError { constructor(a: string) { super(${text}) } }`
  expect(seen(raising("'It is gone.'"))).toEqual(['It is gone.'])
  expect(seen(raising('a ? `${a} is gone.` : said`It is gone.`'))).toEqual(['{0} is gone.'])
  expect(seen(raising('said`${a} is gone.`'))).toEqual([])
  expect(seen("throw new SourceError('source_gone', `${a} is gone.`)")).toEqual(['{0} is gone.'])
})

function sourcesIn(folder: string): { file: string; program: Node }[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => {
      const text = readFileSync(join(root, folder, file), 'utf8')
      return { file: `${folder}/${file}`, program: parseAst(text, { lang: 'ts' }) as unknown as Node }
    })
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

function nodesIn(node: Node): Node[] {
  const inner = Object.values(node)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter(isNode)
  return [node, ...inner.flatMap(nodesIn)]
}

/** `There is no segment "{0}".` of a template that is marked as a sentence. */
function templateOf({ type, tag, quasi }: Node): string | undefined {
  if (type !== 'TaggedTemplateExpression' || !isNode(tag) || tag.name !== 'said' || !isNode(quasi)) return undefined
  return textOf(quasi)
}

function textOf({ quasis }: Node): string {
  const texts = (quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked)
  return texts.reduce((text, next, at) => `${text}{${at - 1}}${next}`)
}

/** The texts in words that are handed to an error of ours, and that nobody has marked. */
function plainTextsIn(program: Node): string[] {
  const raised = nodesIn(program).flatMap((node) => {
    if (node.type === 'NewExpression' && isNode(node.callee) && isOurs(node.callee)) return node.arguments as Node[]
    if (node.type !== 'ClassDeclaration' || !isNode(node.superClass) || !isOurs(node.superClass)) return []
    return nodesIn(node)
      .filter(({ type, callee }) => type === 'CallExpression' && isNode(callee) && callee.type === 'Super')
      .flatMap((call) => call.arguments as Node[])
  })
  return raised
    .flatMap((given) => (given.type === 'ConditionalExpression' ? [given.consequent, given.alternate] : [given]))
    .filter(isNode)
    .flatMap((text) =>
      text.type === 'TemplateLiteral' ? [textOf(text)] : text.type === 'Literal' ? [`${text.value}`] : [],
    )
    .filter((text) => /[a-z].* .*[a-z]/i.test(text))
}

function isOurs({ name }: Node): boolean {
  return typeof name === 'string' && /.Error$/.test(name) && !['TypeError', 'RangeError'].includes(name)
}
