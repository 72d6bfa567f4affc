/** What the server's own application is called in a definition. */
export const ownApplication = {
  clientId: '${CONSTANT_CONTACT_CLIENT_ID}',
  clientSecret: '${CONSTANT_CONTACT_CLIENT_SECRET}',
} as const
