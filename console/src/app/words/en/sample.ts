export const sample = {
  try: 'Try it with sample data',
  what: 'Postbud makes up a coffee shop of 5,000 customers with their purchases, three segments, and two exports, and runs them, so that you see two lists filled within two minutes.',
  where:
    'It delivers to a Constant Contact of its own on this machine. Nobody is real, and nothing leaves the machine. Later, remove it all by starting with a new data directory.',
  consent: 'Every connection asks for this, also one to the sample account:',
  agree: 'I agree',
  begin: 'Make the sample',
  making: 'Making the sample …',
  page: 'See the lists in the sample account',
} as const
