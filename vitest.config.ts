import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.ts'
import { postgresMissing } from './test/support/postgres.ts'

const common = {
  testTimeout: 90_000,
  hookTimeout: 60_000,
  // What is waited for arrives late on a machine that does much else, and is not wrong for that: vitest would give it one second.
  expect: { poll: { timeout: 30_000, interval: 100 } },
  // Pages of thousands of contacts are read and dropped: with more room for what is young, a twentieth of the work is saved.
  execArgv: ['--max-semi-space-size=32'],
  // No module is mocked, so Node loads what it runs itself: its cache knows the files, and what they export is reached directly.
  experimental: { viteModuleRunner: false, nodeLoader: false },
  // Workers, and programs that tests start, find what Node made of their files before.
  setupFiles: 'test/support/keep-code.ts',
  env: { NODE_COMPILE_CACHE: resolve(import.meta.dirname, 'node_modules/.cache/postbud-code') },
}

/** Journeys of processes and of the data directory, of which the embedded database is a part; what is erased is gone from its files, too. */
const ofTheDirectory = [
  'backup',
  'command-lines',
  'delivery',
  'erasure',
  'erasure-kill',
  'erasure-races',
  'faults-disk',
  'kill',
  'refresh-kill',
  'rotate-kill',
  'shop',
  'start-refusals',
  'unification-kill',
  'workers',
]

/**
 * Tests to which it is all the same where the control database is. A server is opened ten times as fast as PostgreSQL in
 * WebAssembly and answers sooner, so they run on one; where none is installed, on the embedded database.
 */
const onEither = [
  `test/journeys/!(${ofTheDirectory.join('|')}).test.ts`,
  'src/{connections,definitions,project,retention,segments,sources}/**/*.test.ts',
  'src/cli/{connections,privacy,profiles,segments,sources,users}.test.ts',
]

/**
 * That both databases answer alike is proven by test/http. A few of it run on both each time; all of it does with
 * POSTBUD_DATABASES=both, which takes minutes more. Of the console's tests the whole journeys have the embedded one below their
 * server, as whoever begins has.
 */
const http = process.env.POSTBUD_DATABASES === 'both' ? [] : ['test/http/!(people|sample).test.ts']

const consoleOnEmbedded = ['test/console/{journeys,sample}.test.ts']

export default defineConfig({
  test: {
    pool: 'forks',
    // Tests wait for each other's disks and servers more than they work, so more run at once than there are processors.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...common,
          name: 'units',
          include: ['src/**/*.test.ts', 'sandbox/**/*.test.ts', 'test/house/**/*.test.ts'],
          exclude: postgresMissing ? [] : onEither,
          globalSetup: 'test/support/embedded-for-all.ts',
          // What a file loads takes longer than most of its tests, and the next finds it loaded.
          isolate: false,
        },
      },
      {
        test: {
          ...common,
          name: 'embedded',
          include: ['test/**/*.test.ts'],
          exclude: ['test/console/**', 'test/house/**', ...(postgresMissing ? [] : [...onEither, ...http])],
          globalSetup: 'test/support/embedded-for-all.ts',
        },
      },
      {
        test: {
          ...common,
          name: 'console-embedded',
          include: postgresMissing ? ['test/console/**/*.test.ts'] : consoleOnEmbedded,
          globalSetup: ['test/support/console-for-all.ts', 'test/support/embedded-for-all.ts'],
        },
      },
      // Where there is no PostgreSQL server, this is said and left out.
      ...(postgresMissing
        ? []
        : [
            {
              test: {
                ...common,
                name: 'console',
                include: ['test/console/**/*.test.ts'],
                exclude: consoleOnEmbedded,
                globalSetup: ['test/support/console-for-all.ts', 'test/support/postgres-for-all.ts'],
                isolate: false,
              },
            },
            {
              test: {
                ...common,
                name: 'postgres',
                include: ['test/http/**/*.test.ts', ...onEither],
                globalSetup: 'test/support/postgres-for-all.ts',
                isolate: false,
              },
            },
          ]),
    ],
  },
})
