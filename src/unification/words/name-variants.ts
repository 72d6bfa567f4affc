/**
 * First names that people are called by and what they stand for, English and Danish, a line for each name: the name first, then
 * how else it is said or spelt. Names are written without accents, with ae, oe and aa for æ, ø and å. A variant stands in one line
 * only; where it is short for several names the most usual was chosen.
 */
const lines = `
aaron ron ronnie
abigail abby abbie gail
abraham abe
adam addy
adelaide addie
agnes agnete aggie
albert al bert
alexander alex aleksander alec aleks sander xander
alexandra aleksandra sandra lexi
alfred alf fred
alice alis
alison allison ali
amanda mandy
andrea andi
andreas anders andrew andy drew dreas
angela angie
annabel annabelle
anne ann ane
anna ana
annette anette
anthony tony anton antony
antonia toni
archibald archie
arne arnie
arthur art artur
asger asgar
augusta gussie
barbara barb babs barbie
bartholomew bart
beatrice bea trixie beatrix
benedikte benedicte dikte
benjamin ben benny benji bennie
bent bendt
bernard bernie bernhard
birgit birgitte birgitta birte birthe gitte gitta
bodil boedil
bradley brad
brian bryan
bridget biddy
britt britta brit
calvin cal
cameron cam
camilla kamilla milla
carl karl
carol carole
caroline karoline carolina carrie caro
carsten karsten
caspar kasper casper kaspar jasper
catherine katherine kathryn kathrine katrine catrine cathrine kate katie kathy cathy kitty kay trine
cecilie cecilia caecilie cissy sille cille
charles charlie chuck chas
charlotte lotte lottie charlot sharlotte
chester chet
christian kristian chr kr
christina kristina christine kristine kirsten kirstine stine chrissy christa tina kis
christoffer kristoffer christopher kristofer christofer chris topher stoffer kit
claire clare klara clara
claus klaus claes klas
clifford cliff
clinton clint
connor conor
constance connie
cornelius cornelis
curtis curt kurt
cynthia cindy
dagmar dagny
daniel dan danny dannie
daniella daniela
david dave davey davie
deborah debby debbie deb debra
dennis denis denny
derek derrick
diana diane di
dominic dominik dom
donald don donnie
dorothy dot dorothea dorte dorthe dorthea dorrit dolly
douglas doug
edith edie
edward ed eddie ted ned eduard edvard teddy
eileen aileen
eleanor eleonora ellie nell nora eleonor elinor
elisabeth elizabeth liz lizzie beth betty lisbeth lisbet lis elise lise eliza lisa betsy bess bettina libby lissi lissy
ellen elin helene helen helena helle elena
elliot eliot elliott
emil emile
emily emilie milly emmy
emma em
emmanuel manny
eric erik erick eirik
erling earling
ernest ernst ernie
esther ester
eugene gene
eva eve evie
evelyn evelin
finn fin
flemming fleming
florence flo flora flossie
frances fran fannie
francis frank frans franz frankie
franklin franklyn
frederick frederik fredrik freddie freddy friedrich frede
frederikke frederika frida
gabriel gabe
gabriella gabriele gaby
geoffrey jeffrey jeff geoff jeffery
george georg georgie
gerald gerry jerry
gerda gerd
gertrude gertrud trudy gerti
gilbert gil
gordon gordy
grace gracie
graham graeme
gregory greg gregers gregor
greta grethe grete margrethe margaret margareta margrete maggie meg peggy marge margery rita margit merete
gunnar gunner
gustav gustaf gus gustave gusse
hannah hanna hannelore
hanne hane
hans hannes
harold harald harry hal
harriet hattie
heather hether
heidi hejdi
heinrich henrik henry hendrik hank
henriette henrietta hetty
herbert herb bertie
herman hermann
holger holgar
howard howie
hugh hugo hughie
ida idah
inge inga
ingeborg ingeborrig
ingrid ingerid
irene irena
isaac ike isak
isabel isabella isabelle bella izzy isabell
jack jackie jacky
jacob jakob jake jeppe
jacqueline jacquelyn
james jim jimmy jamie jimmie
jan jahn
jane jayne janie
janet jeanette jeannette jannette
jannik jannick janik
jason jayson
jean jeanne
jennifer jen jenny jennie jenn
jens jenz
jeremy jeremiah
jesper jespar
jessica jess jessie
jette jytte jetta
joachim jokum joakim
joan joanna joanne jo johanna johanne
joergen jorgen jurgen juergen
johan johannes john johnny jon johnnie jonny
jonas jonah
jonathan jonatan jonte
joseph joe josef joey jose
josephine josefine josie fie
joshua josh
judith judy judi jude
julia julie jules juliane juliana
karen karin caren carin karina carina
keith keath
kenneth ken kenny kennet
kevin kev
kim kym
kimberly kimberley
kjeld keld kjell kell
knud knut cnud
konrad conrad con
kresten kristen christen
lars lasse laurits lauritz laurids
laura laurie laure
laurence lawrence larry lorenz
leif lejf
lene lena leena
leo leon leopold
leonard len lenny leonhard
leslie les lesley
lillian lilian lily lilly lil
linda lynda lin
lone loni
louis lewis ludvig ludwig lou louie
louise luise lovise
lucas lukas luke luc
lucy lucia luci
lynn lynne
mads matz
magdalene magdalena magda malene malena madeleine madeline
magnus mogens magnes mange
maja maya maia
malcolm mal
marcus markus marc mark
maria marie mary mia mie molly polly marija
marian marianne mariane
marjorie margie
martha marta
martin marten morten mart
martine martina
mathilde matilda tilda tilde
matthew matt mathias matthias mathis matias
maureen mo
maurice morris moritz
maximilian max maks
melanie mel
melissa missy lissa
mette metta
michael mike mikael mikkel mick mickey micky mikey michel mikal
michelle michele mikela
mildred millie
mitchell mitch
mohammed muhammad mohamed muhammed mohammad muhamed
monica monika
nancy nan
natalie nathalie natalia nat
nathaniel nate nathan
nicholas nick nicolas nikolaj nicolai nikolai nicky nikolas niklas niclas nicklas nico
nicole nicola nikki nikoline
niels nils nels
norman norm
ole ola oluf olav olaf
oliver olly ollie
olivia livvy
oscar oskar
otto otte
pamela pam
patricia pat patty trish tricia patsy patti
patrick paddy patrik
paul poul pol paulus povl
paula pauline paulina
penelope penny
per pehr
pernille pernile
peter pete peder petter petr
philip phil phillip filip philippe pip
phyllis phylis
preben prebn
rachel rachael rakel
raphael rafael
rasmus erasmus ras
raymond ray
rebecca becky rebekka rebeka bekka becca
regina gina
reginald reg reggie
richard rick dick rich ricky richie rikard
robert bob rob bobby robbie bobbie
roger rodger
ronald ronny
rosemary rosie rose
rosalind ros
rudolf rudolph rudy
russell russ
ruth rut
samuel sam sammy
sarah sara sally
sebastian seb bastian basti
sharon shaz
sidsel sidse
sigrid siri
simon simen
simone simona
soeren soren severin
sofie sophie sofia sophia
stanley stan
stephanie stefanie steph steffi
stephen steven steve stefan steffen stephan stevie
stuart stewart stu
susan susanne suzanne sue susie suzy susanna sanne sussi suzie
svend sven svein
sylvia silvia
tage taage
tamara tammy
teresa theresa therese terese tess tessa
terence terry terrence
theodor theodore theo teodor teo
thomas tom tommy thom tomas
thor tor
thorbjoern torbjoern torben thorben
timothy tim timmy
tobias tobi toby
torsten thorsten
troels troells
tyge tyko
ulla ula
ulrik ulrich ulric
ursula urs
valdemar waldemar valde valle
valerie val
vanessa nessa
veronica veronika
vibeke wibeke vibe
victor viktor vic
victoria viktoria vicky vicki tori
vilhelm william will bill billy willy wilhelm willie liam ville
vilhelmine wilhelmine mine
vincent vince vinnie
virginia ginny
virginie virgine
vivian viviane viv
walter walt wally valter valther
wendy wendi
winifred winnie
yvonne ivonne
zachary zach zack zac
`

/** Words before and after names that are not part of them. */
export const titles: readonly string[] =
  `mr mrs ms miss mx sir madam madame dame lord lady dr doctor prof professor rev reverend hon
   hr herr fru frk froeken herre dhr mag cand phd md msc bsc ba mba esq jr sr junior senior ii iii iv
   lektor adjunkt advokat direktoer pastor provst`.split(/\s+/)

/** What each variant stands for. */
export const nameVariants: ReadonlyMap<string, string> = readVariants()

function readVariants(): Map<string, string> {
  const variants = new Map<string, string>()
  for (const [name = '', ...others] of lines
    .trim()
    .split('\n')
    .map((line) => line.split(' '))) {
    for (const other of others) variants.set(other, name)
  }
  return variants
}
