import type { Words } from '../en.ts'

export const guards: Words['guards'] = {
  guard_removals: '{{figure}} personer ville blive taget af listen; op til {{limit}} går igennem uden godkendelse.',
  guard_empty_segment: 'Segmentet {{segment}} er tomt, og det havde medlemmer ved den sidste kørsel.',
  guard_shrunk_segment:
    'Segmentet {{segment}} er skrumpet til {{figure}} medlemmer; {{limit}} eller færre skal ses efter.',
  guard_contract: 'Kontoen ville få op til {{figure}} kontakter; kontrakten tillader {{limit}}.',
  guard_new_contacts:
    'Op til {{figure}} personer ville være nye på kontoen, og kontakter faktureres; op til {{limit}} går igennem uden godkendelse.',
}
