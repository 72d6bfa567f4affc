import type { Words } from '../en.ts'

export const status: Words['status'] = {
  notStarted: 'Ikke startet',
  queued: 'I kø',
  refreshing: 'Opdaterer',
  processing: 'Behandles',
  waitsForApproval: 'Venter på godkendelse',
  successful: 'Gennemført',
  completedWithWarnings: 'Gennemført med advarsler',
  failureWillRetry: 'Fejl (prøver igen)',
  failed: 'Mislykket',
  failedPermanent: 'Mislykket (endeligt)',
  skipped: 'Sprunget over',
  canceled: 'Annulleret',
}
