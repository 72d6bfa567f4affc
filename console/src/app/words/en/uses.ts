/** What may use a table or a column. */
export const uses = {
  environment: 'Settings of the environment',
  sources: 'Data source {{name}}',
  profiles: 'Profiles',
  relationships: 'Relationship {{name}}',
  segments: 'Segment {{name}}',
  connections: 'Connection {{name}}',
  exports: 'Export {{name}}',
} as const
