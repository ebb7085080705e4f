/** A few hundred ways to ask what the workspace has answers for; `#` stands for an order id. */
const openings = [
  '',
  'please ',
  'hi, ',
  'hello, ',
  'could you tell me ',
  'can you help me, ',
  'hey ',
  'good morning, ',
]
const endings = ['', ' please', ' thanks', '?', ' today', '!']
const cores = [
  'where is my order #',
  'track order #',
  'what is the status of order #',
  'where is my parcel #',
  'can I follow parcel #',
  'how do I return an item',
  'I want to return order #',
  'where is my refund',
  'what is the status of my refund',
  'I forgot my password',
  'how do I reset my password',
  'how long does delivery take',
  'I want to talk to a person',
]

export const phrasings = openings.flatMap((opening) =>
  cores.flatMap((core) => endings.map((ending) => `${opening}${core}${ending}`)),
)

let orders = 0

/** A query that no earlier one equals: those without an order id get one in their opening words. */
export function nextQuery(index: number): string {
  const phrasing = phrasings[index % phrasings.length]!
  const id = `${10_000_000 + orders++}`
  return phrasing.includes('#') ? phrasing.replace('#', id) : `${phrasing} (order ${id})`
}

/** A question nobody approved an answer to. */
export function nextUnknown(): string {
  return `what colour was the lighthouse in chapter ${orders++} of the blue notebook`
}
