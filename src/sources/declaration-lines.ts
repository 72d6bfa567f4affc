import type { ColumnDeclaration } from '../contract/definitions.ts'

/** The lines of the configuration file that declare a column, ready to be pasted. */
export function declarationLines(source: string, column: string, { type, format }: ColumnDeclaration): string {
  const declaration = format === undefined ? `{ type: ${type} }` : `{ type: ${type}, format: ${quoted(format)} }`
  return `sources:\n  ${source}:\n    columns:\n      ${keyOf(column)}: ${declaration}`
}

const plain = /^[\p{L}_][\p{L}\p{N}_ -]*$/u
const meansSomethingElse = /^(true|false|null|yes|no|on|off|y|n)$/i

function keyOf(name: string): string {
  return plain.test(name) && !meansSomethingElse.test(name) && name.trim() === name ? name : quoted(name)
}

function quoted(text: string): string {
  return /[\n\r\t]/.test(text) ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`
}
