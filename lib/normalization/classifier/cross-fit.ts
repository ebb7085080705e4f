import { acceptorScore } from './acceptor'
import { buildMemory, maxLinearClasses, type ClassName, type Example } from './memory'
import { assess } from './signals'

export type Judged = {
  /** `held_out`: the text's class was known; `unknown`: its whole intent was left out. */
  kind: 'held_out' | 'unknown'
  /** Class the experts took it for; it would be served unless that class is a rejected one. */
  best: number
  truth: number
  score: number
}

const exampleFolds = 3
const intentFolds = 2
/** At 50,000 intents a sample judges as well as all of them. */
const maxJudged = 4_000

/**
 * Judges every text by experts that have not seen it: thirds of the examples are held out in turn, and halves of the
 * intents are left out as a whole, which is what a question looks like that nobody approved or rejected yet.
 */
export function crossFit(
  input: { classes: readonly ClassName[]; examples: readonly Example[]; seed: number },
  onFold: (done: number) => void,
): Judged[] {
  const { examples } = input
  const judged: Judged[] = []
  const position = positionsInClass(input.classes.length, examples)
  for (let fold = 0; fold < exampleFolds; fold++) {
    judged.push(...judgeFold(input, (i) => (position[i] as number) % exampleFolds === fold, 'held_out'))
    onFold(fold + 1)
  }
  if (input.classes.length > maxLinearClasses) return judged
  for (let fold = 0; fold < intentFolds; fold++) {
    const isOut = (i: number) => {
      const c = examples[i]?.class ?? 0
      return c < input.classes.length - 1 && c % intentFolds === fold
    }
    judged.push(...judgeFold(input, isOut, 'unknown'))
    onFold(exampleFolds + fold + 1)
  }
  return judged
}

function judgeFold(
  input: { classes: readonly ClassName[]; examples: readonly Example[]; seed: number },
  isOut: (index: number) => boolean,
  kind: Judged['kind'],
): Judged[] {
  const { classes, examples, seed } = input
  const taught = examples.filter((_, i) => !isOut(i))
  const asked = sample(examples.filter((_, i) => isOut(i)), maxJudged / exampleFolds)
  if (taught.length === 0) return []
  const memory = buildMemory(classes, taught, { seed, epochs: 8 })
  return asked.map((example) => {
    const { best, signals } = assess(memory, memory.encoder.encode(example.tokens))
    return { kind, best, truth: example.class, score: acceptorScore(signals) }
  })
}

function sample<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items]
  const count = Math.floor(most)
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)] as T)
}

function positionsInClass(classes: number, examples: readonly Example[]): number[] {
  const next = new Array<number>(classes).fill(0)
  return examples.map(({ class: c }) => {
    const at = next[c] as number
    next[c] = at + 1
    return at
  })
}
