type Values = Record<string, unknown>

/**
 * A writer of JSON objects of one fixed shape: `make` is called once, with a mark for each value, and what it made is
 * written around the values ever after. The text is the very one `JSON.stringify(make(values))` gives, as long as
 * `make` only puts its values into place.
 */
export function jsonTemplate<V extends Values>(names: (keyof V & string)[], make: (values: V) => unknown) {
  const marks = Object.fromEntries(names.map((name) => [name, `\u0001${name}\u0001`])) as unknown as V
  // Marks and texts take turns: text, name, text, name, …, text.
  const parts = JSON.stringify(make(marks)).split(/"\\u0001(\w+)\\u0001"/)
  return (values: V): string => {
    let text = parts[0]!
    for (let i = 1; i < parts.length; i += 2) {
      const value = values[parts[i]!]
      text += (Number.isSafeInteger(value) ? String(value) : JSON.stringify(value)) + parts[i + 1]!
    }
    return text
  }
}
