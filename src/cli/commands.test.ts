import { expect, test } from 'vitest'
import { commands, wanted } from './commands.ts'
import type { CliContext } from './context.ts'

test('each command is called what it is listed as', async () => {
  for (const [name, load] of commands) {
    expect((await load())({} as CliContext).name()).toBe(name)
  }
})

test.each([
  [['runs', '--json'], ['runs']],
  [['--data', 'run', 'runs', 'last'], ['runs']],
  [['-d', 'run', '--file=apply', 'preview', 'run'], ['preview']],
  [['-drun', 'runs', '--help'], ['runs']],
])('%j loads %j alone', (argv, names) => {
  expect(wanted(argv).map(([name]) => name)).toEqual(names)
})

test.each([[[]], [['--help']], [['rnus']], [['help', 'runs']], [['--data', 'runs']]])('%j loads them all', (argv) => {
  expect(wanted(argv)).toBe(commands)
})
