export const status = {
  notStarted: 'Not started',
  queued: 'Queued',
  refreshing: 'Refreshing',
  processing: 'Processing',
  waitsForApproval: 'Waits for approval',
  successful: 'Successful',
  completedWithWarnings: 'Completed with warnings',
  failureWillRetry: 'Failure (will retry)',
  failed: 'Failed',
  failedPermanent: 'Failed (permanent)',
  skipped: 'Skipped',
  canceled: 'Canceled',
} as const
