/** What stands in a text, as far as it says which readers can find anything. */
export type Signs = {
  /** ASCII digits: how many, and where the first and the last one stand (-1 without any). */
  digits: number
  firstDigit: number
  lastDigit: number
  /** A digit right after an ASCII letter. */
  lettersBefore: boolean
  ats: boolean
  /** Full stops or colons. */
  dots: boolean
}

/** One pass over a text, so that most readers need none. */
export function readSigns(text: string): Signs {
  const signs: Signs = {
    digits: 0,
    firstDigit: -1,
    lastDigit: -1,
    lettersBefore: false,
    ats: false,
    dots: false,
  }
  let before = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (isDigit(code)) {
      if (signs.digits++ === 0) signs.firstDigit = i
      signs.lastDigit = i
      if (isLetter(before)) signs.lettersBefore = true
    } else if (code === 64) signs.ats = true
    else if (code === 46 || code === 58) signs.dots = true
    before = code
  }
  return signs
}

/** 0…9 */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** A…Z and a…z */
export function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
}
