export const roles = { administrator: 'Administrator', contributor: 'Contributor', viewer: 'Viewer' } as const
