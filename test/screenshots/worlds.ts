import type { ConsoleServer } from './console-server.ts'

/** A server with something in it, and what its screens are asked for by that is another at every start. */
export type World = { readonly server: ConsoleServer; readonly parts: Readonly<Record<string, string>> }
