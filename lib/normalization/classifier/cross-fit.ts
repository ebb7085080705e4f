import { acceptorScore } from './acceptor'
import { buildMemory, type ClassName, type Example } from './memory'
import { assess } from './signals'

export type Judged = {
  /** Class the experts took the text for; it would be served unless that class is a rejected one. */
  best: number
  truth: number
  score: number
}

export const foldCount = 3
/** At 50,000 intents a sample judges as well as all of them. */
const maxJudged = 4_000
const maxExamples = 20_000
const epochs = 8

/** Judges every text by experts that have not seen it: each class's examples are held out by thirds in turn. */
export function crossFit(
  input: { classes: readonly ClassName[]; examples: readonly Example[]; seed: number },
  onFold: (done: number) => void,
): Judged[] {
  const { seed } = input
  const { classes, examples, original } = narrow(input.classes, input.examples)
  const position = positionsInClass(classes.length, examples)
  const judged: Judged[] = []
  for (let fold = 0; fold < foldCount; fold++) {
    const isOut = (i: number) => (position[i] as number) % foldCount === fold
    const taught = examples.filter((_, i) => !isOut(i))
    const asked = sample(
      examples.filter((_, i) => isOut(i)),
      Math.floor(maxJudged / foldCount),
    )
    if (taught.length > 0) {
      const memory = buildMemory(classes, taught, { seed, epochs })
      for (const { tokens, class: truth } of asked) {
        const { best, signals } = assess(memory, memory.encoder.encode(tokens))
        judged.push({
          best: original[best] as number,
          truth: original[truth] as number,
          score: acceptorScore(signals),
        })
      }
    }
    onFold(fold + 1)
  }
  return judged
}

/** Beyond `maxExamples` only every n-th class is judged among its like; `original` gives the classes' real numbers. */
function narrow(classes: readonly ClassName[], examples: readonly Example[]) {
  const step = Math.ceil(examples.length / maxExamples)
  const original = classes.map((_, c) => c).filter((c) => c % step === 0 || c === classes.length - 1)
  const number = new Map(original.map((c, i) => [c, i]))
  return {
    original,
    classes: original.map((c) => classes[c] as ClassName),
    examples: examples.flatMap((example) => {
      const c = number.get(example.class)
      return c === undefined ? [] : [{ ...example, class: c }]
    }),
  }
}

function sample<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items]
  return Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)] as T)
}

function positionsInClass(classes: number, examples: readonly Example[]): number[] {
  const next = new Array<number>(classes).fill(0)
  return examples.map(({ class: c }) => {
    const at = next[c] as number
    next[c] = at + 1
    return at
  })
}
