/** About a dozen tokens: small enough to look alive, large enough not to drown in frames. */
const pieceChars = 48

/** A text in pieces that end after a space where there is one; joined they are the text again. */
export function splitText(text: string): string[] {
  const pieces: string[] = []
  let at = 0
  while (at < text.length) {
    let end = Math.min(at + pieceChars, text.length)
    if (end < text.length) {
      const space = text.lastIndexOf(' ', end - 1)
      if (space > at) end = space + 1
      else if (isHighSurrogate(text.charCodeAt(end - 1))) end++
    }
    pieces.push(text.slice(at, end))
    at = end
  }
  return pieces
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}
