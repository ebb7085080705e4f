/**
 * A light English stemmer: inflections and the commonest derivations meet ("cancelling", "cancelled",
 * "cancellation" → `cancel`), irregular verbs through a table. Not Porter's: it never changes a word under
 * four letters and prefers leaving a word alone to joining two that mean different things.
 */
export function stem(word: string): string {
  if (word.charCodeAt(0) === 123) return word
  const known = cache.get(word)
  if (known !== undefined) return known
  const result = irregular.get(word) ?? stemRegular(word)
  // Bounded, and only a memo: forgetting it changes nothing but time.
  if (cache.size > 20_000) cache.clear()
  cache.set(word, result)
  return result
}

const cache = new Map<string, string>()

const irregular = new Map(
  `went go|gone go|goes go|bought buy|paid pay|sent send|got get|gotten get|made make|did do|done do|does do|
was be|were be|is be|are be|am be|been be|being be|has have|had have|having have|took take|taken take|lost lose|
losing lose|found find|told tell|said say|gave give|given give|came come|knew know|known know|saw see|seen see|
thought think|left leave|kept keep|held hold|chose choose|chosen choose|broke break|broken break|stole steal|
stolen steal|spoke speak|spoken speak|wrote write|written write|forgot forget|forgotten forget|sold sell|
withdrew withdraw|withdrawn withdraw|withdrawal withdraw|withdrawals withdraw|began begin|men man|women woman|
people person|persons person|children child|feet foot|better good|best good|worse bad|worst bad|ran run|
ate eat|drove drive|slept sleep|heard hear|met meet|read read|meant mean|felt feel|brought bring|caught catch|
taught teach|fought fight|sat sit|stood stand|understood understand|won win|delivery deliver|deliveries deliver|
shipment ship|shipments ship|payment pay|payments pay|complaint complain|complaints complain|choice choose|
choices choose|loss lose|purchase purchase|purchases purchase|purchased purchase|purchasing purchase|
news news|address address|addresses address|business business|process process|access access|less less|
this this|his his|its its|us us|yes yes|bus bus|gas gas|plus plus|always always|during during|morning morning|
evening evening|something something|anything anything|nothing nothing|everything everything|thing thing|
things thing|bring bring|king king|ring ring|sing sing|spring spring|string string|need need|speed speed|
feed feed|seed seed|indeed indeed|red red|bed bed|wed wed|hundred hundred|used use|using use|user use|users use|
activation activate|deactivation deactivate|verification verify|identification identify|notification notify|
notifications notify|registration register|subscription subscribe|subscriptions subscribe|deletion delete|
removal remove|approval approve|refusal refuse|arrival arrive|tracking track|pricing price|prices price|
cancelation cancel|cancellation cancel|cancellations cancel|reimbursement reimburse|reimbursements reimburse|
application apply|applications apply|reservation reserve|reservations reserve|modification modify|
modifications modify|explanation explain|confirmation confirm|information information|translation translate|
transaction transaction|transactions transaction|currencies currency|replacement replace|enrollment enroll|
enrolment enroll|expiry expire|expiration expire|login log|logged log|logging log|signup sign|failure fail|
recovery recover|retrieval retrieve|renewal renew|closure close|change change|changes change|charges charge`
    .split('|')
    .map((pair) => pair.trim().split(' ') as [string, string])
    .map(([from, to]) => [from, stemRegular(to)] as const),
)

function stemRegular(word: string): string {
  let w = word
  if (w.length < 4) return w
  if (w.endsWith('ies') && w.length > 4) w = `${w.slice(0, -3)}y`
  else if (w.endsWith('sses') || w.endsWith('shes') || w.endsWith('ches') || w.endsWith('xes'))
    w = w.slice(0, -2)
  else if (w.endsWith('s') && !/(?:ss|us|is|ous)$/.test(w)) w = w.slice(0, -1)
  if (w.endsWith('ing') && hasVowel(w, w.length - 3) && w.length > 5) w = undouble(w.slice(0, -3))
  else if (w.endsWith('ied') && w.length > 4) w = `${w.slice(0, -3)}y`
  else if (w.endsWith('ed') && !w.endsWith('eed') && hasVowel(w, w.length - 2) && w.length > 4)
    w = undouble(w.slice(0, -2))
  else if (w.endsWith('ly') && w.length > 5) w = w.slice(0, -2)
  if (w.endsWith('ment') && w.length > 7) w = w.slice(0, -4)
  if (w.endsWith('e') && w.length > 4) w = w.slice(0, -1)
  if (w.endsWith('y') && w.length > 4 && !isVowel(w.charCodeAt(w.length - 2))) w = `${w.slice(0, -1)}i`
  return w
}

/** "cancell" → "cancel", "stopp" → "stop"; "pass", "call" and "fall" keep their pair. */
function undouble(w: string): string {
  const last = w.charCodeAt(w.length - 1)
  if (last !== w.charCodeAt(w.length - 2) || w.length < 4 || isVowel(last)) return w
  const letter = w[w.length - 1] ?? ''
  if ('sfz'.includes(letter) || (letter === 'l' && w.length < 6)) return w
  return w.slice(0, -1)
}

function hasVowel(w: string, end: number): boolean {
  for (let i = 0; i < end; i++) {
    const code = w.charCodeAt(i)
    if (isVowel(code) || (code === 121 && i > 0)) return true
  }
  return false
}

function isVowel(code: number): boolean {
  return code === 97 || code === 101 || code === 105 || code === 111 || code === 117
}
