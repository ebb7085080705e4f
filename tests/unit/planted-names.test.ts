import { expect, it } from 'vitest'
import { redact } from '@/lib/safety/redact'
import { makePeople, type Person } from '../support/planted-people'

const people = makePeople(1_000, 20_261)
/** How many of the names are still readable when each is said like this. */
const left = (say: (person: Person) => string) =>
  people.filter((person) => redact(say(person)).text.includes(person.name)).length

it('a name that is announced as one goes', () => {
  expect(left(({ name }) => `My name is ${name}, where is my order?`)).toBe(0)
  expect(left(({ name }) => `I'm ${name} and I want a refund`)).toBe(0)
  expect(left(({ name }) => `The order is under the name of ${name}.`)).toBe(0)
})

/** As docs/safety.md says. When this fails redaction has become better: say so there. */
it('a name that nothing announces stays', () => {
  expect(left(({ name }) => `${name} wants a refund`)).toBe(1_000)
  expect(left(({ name }) => `can you send it to ${name} instead`)).toBe(1_000)
})
