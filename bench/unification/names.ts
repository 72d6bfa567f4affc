/** The names that made-up people have. Family names are put together, so that there are as many as in a small country. */
export const firstNames = {
  danish:
    words(`Anne Kirsten Mette Hanne Anna Helle Susanne Lene Maria Marianne Lone Camilla Pia Louise Charlotte Bente Gitte Inge Karen Julie
    Jette Tina Birgitte Dorthe Ida Birthe Sofie Laura Emma Freja Clara Karla Alma Ella Agnes Luna Nora Asta Liva Mathilde Cecilie Sara
    Peter Michael Jens Lars Thomas Henrik Christian Martin Anders Morten Jesper Mads Niels Rasmus Mikkel Hans Kim Jan Claus Ole Brian Knud
    Torben Kenneth Erik Carsten Steen Kasper William Oscar Carl Noah Emil Valdemar Malthe August Victor Elias Magnus Frederik Søren Jørgen
    Bjørn Åge Gorm Troels Asger Eskild Villads Birk Laust Ejnar Holger Svend Viggo Thyra Ragnhild Solveig Gudrun Sigrid Astrid Ingeborg`),
  english:
    words(`James Robert John Michael David William Richard Joseph Thomas Christopher Charles Daniel Matthew Anthony Mark Steven Donald Andrew
    Joshua Kenneth Kevin Brian Timothy Ronald George Jason Edward Jeffrey Ryan Jacob Nicholas Gary Eric Jonathan Stephen Larry Justin Scott
    Brandon Benjamin Samuel Gregory Alexander Patrick Frank Raymond Jack Dennis Jerry Tyler Aaron Mary Patricia Jennifer Linda Elizabeth
    Barbara Susan Jessica Karen Sarah Lisa Nancy Sandra Betty Ashley Emily Kimberly Margaret Donna Michelle Carol Amanda Melissa Deborah
    Stephanie Rebecca Sharon Laura Cynthia Dorothy Amy Kathleen Angela Shirley Emma Brenda Pamela Nicole Samantha Katherine Christine Helen
    Rachel Carolyn Janet Maria Catherine Heather Diane Olivia Julie Joyce Victoria Ruth Virginia Lauren Kelly Christina Joan Evelyn Judith`),
} as const

/** How some are called by those who know them; both ways are written down. */
export const nicknames: Readonly<Record<string, string>> = {
  Robert: 'Bob',
  William: 'Bill',
  Richard: 'Dick',
  Michael: 'Mike',
  Thomas: 'Tom',
  Christopher: 'Chris',
  Daniel: 'Dan',
  Anthony: 'Tony',
  Timothy: 'Tim',
  Edward: 'Ed',
  Benjamin: 'Ben',
  Samuel: 'Sam',
  Gregory: 'Greg',
  Alexander: 'Alex',
  Elizabeth: 'Liz',
  Jennifer: 'Jenny',
  Patricia: 'Pat',
  Margaret: 'Maggie',
  Deborah: 'Debbie',
  Rebecca: 'Becky',
  Katherine: 'Kate',
  Susan: 'Sue',
  Victoria: 'Vicky',
  Pamela: 'Pam',
  Kirsten: 'Kis',
  Frederik: 'Frede',
  Rasmus: 'Ras',
  Mathilde: 'Tilde',
  Cecilie: 'Cille',
}

export const lastNames = {
  danish: [
    ...words(`Nielsen Jensen Hansen Pedersen Andersen Christensen Larsen Sørensen Rasmussen Jørgensen Petersen Madsen Kristensen Olsen Thomsen
      Christiansen Poulsen Johansen Møller Mortensen`),
    ...combined(
      words('Ny Øster Vester Bak Lund Høj Skov Kær Kirke Møl Dal Bro Stor Lille Gammel Holm Ager Birke Ege Gran'),
      words('gaard lund holm strup toft bjerg dal gren vang mark skov sted rup mose høj by'),
    ),
  ],
  english: [
    ...words(`Smith Johnson Williams Brown Jones Garcia Miller Davis Wilson Anderson Taylor Moore Jackson Martin Lee Thompson White Harris
      Clark Lewis`),
    ...combined(
      words('Ash Black Brad Cald Chur Dray Farn Gold Hart Hol King Lang Mar North Oak Peter Rad Stan Thorn Whit'),
      words('ford ton ley field wood well bury worth combe stead man by dale hurst more croft'),
    ),
  ],
} as const

export const streets = {
  danish: combined(
    words(
      'Sol Måne Skov Strand Have Kirke Mølle Park Eng Bakke Linde Ege Birke Kastanje Rosen Vester Øster Nørre Sønder Torve',
    ),
    words('vej gade stræde allé vænget'),
  ),
  english: combined(
    [
      'Maple',
      'Oak',
      'Cedar',
      'Elm',
      'Park',
      'Lake',
      'Hill',
      'River',
      'Church',
      'Mill',
      'Station',
      'Green',
      'High',
      'Queens',
      'Kings',
      'Garden',
      'Spring',
      'Meadow',
      'Orchard',
      'Forest',
    ],
    [' Street', ' Road', ' Avenue', ' Lane', ' Drive'],
  ),
} as const

export const towns = {
  danish: words(
    'København Aarhus Odense Aalborg Esbjerg Randers Kolding Horsens Vejle Roskilde Herning Silkeborg Næstved Fredericia Viborg Køge',
  ),
  english: words(
    'Boston Denver Portland Austin Seattle Oakland Tampa Dayton Albany Reno Tulsa Omaha Boise Salem Fresno Mobile',
  ),
} as const

function words(text: string): string[] {
  return text.split(/\s+/)
}

function combined(beginnings: readonly string[], endings: readonly string[]): string[] {
  return beginnings.flatMap((beginning) => endings.map((ending) => `${beginning}${ending}`))
}
