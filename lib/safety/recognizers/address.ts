import { recognized, type Recognized } from './span'

const word = "[\\p{L}][\\p{L}\\p{M}'’.-]{0,24}"
const ordinal = '\\d{1,3}(?:st|nd|rd|th)'
const street =
  '(?:street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|place|pl|square|sq|terrace|ter|way|parkway|pkwy|highway|hwy|circle|cir|crescent|close|grove|gardens|row|mews|alley|trail|loop|plaza)'

const numberFirst = new RegExp(
  `(?<![\\w#.,$€£-])(?:(?:apt|apartment|suite|unit|flat|floor)\\.? ?#?[\\w-]{1,6},? )?\\d{1,5}[A-Za-z]?(?:-\\d{1,4})?,? (?:(?:${word}|${ordinal}) ){1,4}${street}\\b\\.?(?:,? (?:apt|apartment|suite|ste|unit|flat|floor|#)\\.? ?#?[\\w-]{1,6})?`,
  'giu',
)
const streetFirst =
  /(?<![\p{L}\d])(?:\p{Lu}[\p{L}\p{M}.-]{1,30}(?:straße|strasse|str\.|weg|gasse|platz|allee|laan|straat|gatan|vej)|(?:[Rr]ue|[Cc]alle|[Vv]ia|[Rr]ua|[Aa]venida|[Pp]laza|[Aa]v\.|[Uu]l\.)(?: (?:de|del|de la|des|du|la|le|dos|da))?(?: \p{Lu}[\p{L}\p{M}'’.-]{1,25}){1,3}),? \d{1,5}[A-Za-z]?(?![\d])/gu
const frenchOrder =
  /(?<![\w#.,$€£-])\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|boulevard|bd|chemin|allée|impasse|quai|place|cours)(?: (?:de|des|du|la|le|les|d['’]|l['’])){0,3} ?\p{Lu}[\p{L}\p{M}'’.-]{1,25}(?: \p{Lu}[\p{L}\p{M}'’.-]{1,25}){0,2}/gu
const box = /(?<![\p{L}\d])p\.? ?o\.? ?box \d{1,6}(?!\d)/giu

const notStreets =
  /\b(?:days?|hours?|minutes?|weeks?|months?|years?|items?|orders?|people|times?|steps?|percent|reviews?|is|are|the|a|in|by|to|of|way to|on my|my|and|or)\b/i

/** Street addresses by shape (house number, words, street word; or the European order). A heuristic. */
export function findAddresses(text: string): Recognized[] {
  const found: Recognized[] = []
  for (const match of text.matchAll(numberFirst)) {
    if (!notStreets.test(match[0]))
      found.push(recognized('address', text, match.index, match.index + match[0].length))
  }
  for (const pattern of [streetFirst, frenchOrder, box]) {
    for (const match of text.matchAll(pattern)) {
      found.push(recognized('address', text, match.index, match.index + match[0].length))
    }
  }
  return found
}
