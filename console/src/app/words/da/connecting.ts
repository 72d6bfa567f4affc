import type { Words } from '../en.ts'

export const connecting: Words['connecting'] = {
  title: 'Opret forbindelse til Constant Contact',
  again: 'Opret forbindelsen {{name}} igen',
  againMeans: 'Forbindelsen fortsætter uændret, indtil du gemmer.',
  steps: 'Trinene i at oprette forbindelsen',
  giveUp: 'Opgiv',
  begun: 'Du er i gang med at oprette forbindelsen {{name}}',
  goOn: 'Fortsæt',
  name: {
    title: 'Navn',
    displayName: 'Vist navn',
    hint: 'Vælg et navn, der fortæller, hvad forbindelsen bruges til, og hvilken konto den fører til.',
    nameHint: 'Små bogstaver, tal og bindestreger. Det kan ikke ændres senere.',
    otherService: 'Denne server opretter ikke forbindelse til selve Constant Contact, men til {{host}}.',
    application: 'Programmet i Constant Contacts udviklerportal',
    applications: {
      server: 'Det, serveren er sat op med',
      other: 'Et andet',
    },
    clientId: 'Klient-id (API-nøgle)',
    clientSecret: 'Klienthemmelighed',
    secretHint: 'Lad feltet være tomt for et program med PKCE. Hemmeligheden gemmes forseglet og vises aldrig igen.',
  },
  redirect: {
    label: 'Omdirigeringsadresse',
    hint: 'Den skal stå som programmets adresse i udviklerportalen, bogstav for bogstav.',
    elsewhere:
      'Adressen fører ikke til denne server, så ingen kommer tilbage efter login. Sæt POSTBUD_REDIRECT_URL til en adresse på serveren, eller udelad den.',
  },
  users: {
    title: 'Vælg, hvem der kan bruge denne forbindelse',
    administrators: 'Administratorer',
    contributors: 'Administratorer og bidragydere',
  },
  consent: {
    title: 'Beskyttelse af personlige oplysninger og overholdelse af angivne standarder',
    version: 'Tekst {{version}}. Dit navn, tidspunktet og teksten gemmes.',
    agree: 'Jeg accepterer',
    agreed: '{{who}} accepterede tekst {{version}},',
  },
  connect: {
    title: 'Opret forbindelse',
    act: 'Opret forbindelse',
    again: 'Opret forbindelse en gang til',
    otherAccount: 'Den skal føre til en anden konto fra nu af',
  },
  signIn: {
    title: 'Godkend med Constant Contact',
    lead: 'Log ind som administrator af kontoen inden ti minutter. Bagefter kommer du tilbage hertil.',
    act: 'Godkend med Constant Contact',
    failed: 'Der kom ikke noget ud af at logge ind',
    account: 'Logget ind på {{account}}',
    former:
      'Forbindelsen har indtil nu ført til {{account}}. Det, Postbud ved om listerne dér, gælder så ikke længere.',
  },
  exportUser: {
    title: 'Tilføj dig selv som eksportbruger',
    lead: 'Eksporter på forbindelsen kører så på dine vegne. Angiv din adgangskode til Postbud en gang til.',
    act: 'Tilføj dig selv som eksportbruger',
    prove: 'Angiv din adgangskode til Postbud, så ingen gør det i dit navn.',
    elsewhere: 'Log på en gang til',
    is: '{{who}} er eksportbruger,',
  },
  save: {
    title: 'Gem',
    lead: 'Forbindelsen findes, når den er gemt.',
    again: 'Når du gemmer, træder det nye login i stedet for det gamle.',
    done: 'Forbindelsen {{name}} er oprettet.',
  },
}
