import { flushCompileCache } from 'node:module'
import { afterAll } from 'vitest'

// A worker is ended from outside, and what Node made of the files it loaded would be made anew by each that comes after it.
afterAll(() => flushCompileCache())
