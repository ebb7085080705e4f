import { recognized, type Recognized } from './span'

const capital = "\\p{Lu}[\\p{L}\\p{M}'’-]{0,30}"
const particle = '(?:de|del|de la|van|van der|van den|von|da|dos|di|du|la|le|bin|al|el|st\\.?)'
const fullName = `${capital}(?:\\s(?:${particle}\\s)?(?:${capital}|\\p{Lu}\\.)){1,3}`
const oneOrMore = `${capital}(?:\\s(?:${particle}\\s)?(?:${capital}|\\p{Lu}\\.)){0,3}`

const explicit =
  /(?<![\p{L}\d])(?:my (?:full |first |last |legal |real )?name(?:'s|’s| is|:)|(?:(?:full|first|last|customer|account|holder|cardholder|recipient|passenger) )name(?: is|\s?[:=])|name\s?[:=]|(?:i am|i'm|i’m) (?:called|named)|(?:registered|account) (?:under|in) the name(?: of)?|under the name(?: of)?|on behalf of|signed(?:,| by)|(?:regards|sincerely|cheers),?)\s{1,3}/giu
const soft =
  /(?<![\p{L}\d])(?:[Ii] am|[Ii]['’]m|[Ii]m|[Tt]his is|[Ii]t['’]s|[Hh]ere is|(?:[Cc]all|[Nn]amed) me|[Dd]ear|[Hh]i,? (?:my )?[Nn]ame is)\s{1,3}/gu
/** What somebody's name stands on, when it is followed by first and last name. */
const ownedBy = new RegExp(
  `(?<![\\p{L}\\d])(?:invoice|bill|order|package|parcel|refund|account|payment|purchase|receipt|email|message|letter|gift)s? (?:from|of|for|by|to) (?=${fullName})`,
  'giu',
)
const titled = new RegExp(
  `(?<![\\p{L}\\d])(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Madam|Herr|Frau|Señor|Señora|Mme)\\.?\\s${oneOrMore}`,
  'gu',
)

const notNames = new Set(
  `a an the and or but from at in on with for to of by my your our not i you we they it is was am are so here trying looking
  having calling writing wondering unable able sorry happy very really just still also going getting using interested sure afraid
  customer support urgent help team service manager member user premium gold platinum free pro standard order orders account
  please thanks thank hello hi good great monday tuesday wednesday thursday friday saturday sunday january february march april
  may june july august september october november december english spanish french german american british canadian indian
  prime black christmas easter if when how what why who where which because since there this that can could would should will
  valued shopper sir madam all everyone want wanted need needed have has had do did does but as being now currently facing
  located based living both about required missing wrong incorrect misspelled different unknown new old changed on`.split(
    /\s+/,
  ),
)

/** Names people give of themselves: "my name is …", "I'm Ana Ruiz", "this is …", "Ms. Okafor". */
export function findNames(text: string): Recognized[] {
  const found: Recognized[] = []
  for (const match of text.matchAll(explicit))
    addName(text, match.index + match[0].length, anyCaseName, found)
  for (const match of text.matchAll(soft)) addName(text, match.index + match[0].length, softName, found)
  for (const match of text.matchAll(ownedBy))
    addName(text, match.index + match[0].length, fullNameOnly, found)
  for (const match of text.matchAll(titled)) {
    found.push(recognized('name', text, match.index, match.index + trimName(match[0], 2).length))
  }
  return found.filter((span) => span.end > span.start)
}

const nameAtStart = new RegExp(`^(?:(?:Mr|Mrs|Ms|Dr)\\.?\\s)?${oneOrMore}`, 'u')
const fullAtStart = new RegExp(`^${fullName}(?![\\p{L}])`, 'u')
const oneAtStart = new RegExp(`^${capital}(?=\\s?(?:[.,!;]|\\band\\b|$|\\n))`, 'u')
const lowerAtStart = /^\p{L}[\p{L}\p{M}'’-]{1,30}(?:\s\p{L}[\p{L}\p{M}'’-]{1,30}){0,2}/u

/** After "my name is" whatever follows is a name, in any case. */
function anyCaseName(rest: string): string {
  const proper = trimName(nameAtStart.exec(rest)?.[0] ?? '')
  return proper || trimName(lowerAtStart.exec(rest)?.[0] ?? '')
}

/** "I'm" also begins plain sentences: two capitalised words, or one that ends the clause. */
function softName(rest: string): string {
  if (!/^\p{Lu}/u.test(rest)) return ''
  return trimName(fullAtStart.exec(rest)?.[0] ?? '', 2) || trimName(oneAtStart.exec(rest)?.[0] ?? '')
}

function fullNameOnly(rest: string): string {
  return trimName(fullAtStart.exec(rest)?.[0] ?? '', 2)
}

function addName(text: string, start: number, read: (rest: string) => string, found: Recognized[]): void {
  const name = read(text.slice(start, start + 140))
  if (name) found.push(recognized('name', text, start, start + name.length))
}

/** Cuts at the first word that is never a name; nothing if fewer than `least` words are left. */
function trimName(name: string, least = 1): string {
  const words = name.split(/\s/)
  const stop = words.findIndex((word) => notNames.has(word.toLowerCase().replace(/['’].*$/, '')))
  const kept = stop === -1 ? words : words.slice(0, stop)
  return kept.length >= least ? kept.join(' ') : ''
}
