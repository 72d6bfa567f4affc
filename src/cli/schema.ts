import { Command } from 'commander'
import { projectJsonSchema } from '../project/json-schema.ts'
import type { CliContext } from './context.ts'

/** `postbud schema`: the JSON Schema of the configuration file, for editors. */
export function schemaCommand({ terminal }: CliContext): Command {
  return new Command('schema')
    .description('print the JSON Schema of the configuration file, for editors')
    .action(() => terminal.json(projectJsonSchema()))
}
