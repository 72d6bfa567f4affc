import type { Words } from '../en.ts'

export const uses: Words['uses'] = {
  environment: 'Indstillinger for miljøet',
  sources: 'Datakilde {{name}}',
  profiles: 'Profiler',
  relationships: 'Relation {{name}}',
  segments: 'Segment {{name}}',
  connections: 'Forbindelse {{name}}',
  exports: 'Eksport {{name}}',
}
