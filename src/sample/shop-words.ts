/** What the shop's rows are picked from: customers in two languages, with letters that old systems get wrong. */
export const names = {
  danish: {
    first: [
      'Åse',
      'Søren',
      'Jørgen',
      'Mette',
      'Bjørn',
      'Freja',
      'Rasmus',
      'Kirsten',
      'Lærke',
      'Niels',
      'Anne',
      'Øyvind',
    ],
    last: ['Sørensen', 'Ågård', 'Nørgaard', 'Kjær', 'Hansen', 'Østergaard', 'Møller', 'Lund', 'Bæk', 'Jensen'],
  },
  american: {
    first: [
      'Grace',
      'Alan',
      'Ada',
      'Dennis',
      'Barbara',
      'Ken',
      'Margaret',
      'Frances',
      'John',
      'Mary',
      'Edsger',
      'Joan',
    ],
    last: ['Hopper', "O'Neil", 'Smith', 'Johnson', 'Garcia', 'Lee', 'Brown', 'Davis', 'Wilson', 'Van der Berg'],
  },
} as const

/** State, city, postcode (text: some begin with a zero). */
export const places: readonly (readonly [string, string, string])[] = [
  ['California', 'Los Angeles', '90001'],
  ['Texas', 'New Braunfels', '78130'],
  ['New York', 'New York', '10001'],
  ['Massachusetts', 'Newton', '02458'],
  ['Nordjylland', 'Aalborg', '09000'],
  ['Hovedstaden', 'København', '01050'],
]

export const products: readonly string[] = ['Espresso', 'Filter coffee', 'Beans, 1 kg', 'Grinder', 'Cups']

export const tiers: readonly string[] = ['bronze', 'silver', 'gold']
