import type { Command } from 'commander'
import type { CliContext } from './context.ts'
import { segmentsCommand } from './segments.ts'

/** Every command, in the order in which help lists them: as one comes to need them. */
export const commands: readonly ((context: CliContext) => Command)[] = [segmentsCommand]
