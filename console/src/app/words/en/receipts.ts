export const receipts = {
  title: 'Receipts',
  search: 'Search for a person',
  outcome: 'Outcome',
  all: 'All outcomes',
  reason: 'Reason',
  download: 'Download (CSV)',
  none: 'Nobody matches.',
  before: 'The page before',
  after: 'The next page',
  outcomes: {
    delivered: 'Delivered',
    held_back: 'Held back',
    rejected: 'Rejected',
    unconfirmed: 'Unconfirmed',
    not_sent: 'Not sent',
  },
} as const
