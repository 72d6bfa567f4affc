import { defineConfig } from 'vitest/config'
import { postgresMissing } from './test/support/postgres.ts'

const patience = { testTimeout: 90_000, hookTimeout: 60_000 }

export default defineConfig({
  test: {
    pool: 'forks',
    // Tests wait for each other's disks and servers more than they work, so more run at once than there are processors.
    maxWorkers: 4,
    projects: [
      {
        test: {
          ...patience,
          name: 'embedded',
          include: ['src/**/*.test.ts', 'sandbox/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['test/console/**'],
          globalSetup: 'test/support/embedded-for-all.ts',
        },
      },
      {
        test: {
          ...patience,
          name: 'console',
          include: ['test/console/**/*.test.ts'],
          globalSetup: 'test/support/console-for-all.ts',
        },
      },
      // What the server does is proven once more on a PostgreSQL server; where there is none, this is said and left out.
      ...(postgresMissing
        ? []
        : [
            {
              test: {
                ...patience,
                name: 'postgres',
                include: ['test/http/**/*.test.ts'],
                globalSetup: 'test/support/postgres-for-all.ts',
              },
            },
          ]),
    ],
  },
})
