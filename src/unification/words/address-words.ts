/** Words of addresses and their short forms, English and Danish: the short form first, then what it stands for. */
const lines = `
st street str straede
ave avenue av
rd road
ln lane
dr drive
blvd boulevard boul
ct court
pl place plads
sq square
ter terrace terr
hwy highway
pkwy parkway
cir circle
cres crescent
rte route
apt apartment lejlighed lejl
ste suite
fl floor sal
bldg building bygning
rm room vaerelse
n north nord
s south syd
e east oest
w west vest
nw northwest nordvest
ne northeast nordoest
sw southwest sydvest
se southeast sydoest
po postoffice
box postboks boks
mt mount
ft fort
vej vj vejen
gade gd gaden
alle allee alleen
gl gammel gamle
ndr noerre nr
sdr soender soendre
oe oester
v vester
kl klokke
tv venstre
th hoejre
mf midtfor
kld kaelder
stuen stue
c/o co att
`

/** What each word of an address is compared as. */
export const addressWords: ReadonlyMap<string, string> = readWords()

function readWords(): Map<string, string> {
  const words = new Map<string, string>()
  for (const [short = '', ...others] of lines
    .trim()
    .split('\n')
    .map((line) => line.split(' '))) {
    for (const other of others) words.set(other, short)
  }
  return words
}
