export const guards = {
  guard_removals: '{{figure}} people would be taken off the list; up to {{limit}} go without approval.',
  guard_empty_segment: 'The segment {{segment}} is empty, and it had members at the last run.',
  guard_shrunk_segment: 'The segment {{segment}} has shrunk to {{figure}} members; {{limit}} or fewer need a look.',
  guard_contract: 'The account would have up to {{figure}} contacts; its contract allows {{limit}}.',
  guard_new_contacts:
    'Up to {{figure}} people would be new to the account, and contacts are billed; up to {{limit}} go without approval.',
} as const
