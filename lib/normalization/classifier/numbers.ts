/**
 * Arithmetic whose last bit is the same on every machine. `Math.exp` and `Math.log` are implementation-defined
 * (ECMA-262 §21.3.2); sums, products, quotients and square roots of doubles are not.
 */

const ln2 = 0.6931471805599453

/** Natural exponential by range reduction and a Taylor polynomial; relative error below 1e-12 for |x| ≤ 700. */
export function exp(x: number): number {
  if (x < -700) return 0
  if (x > 700) return exp(700)
  const k = Math.round(x / ln2)
  const r = x - k * ln2
  let sum = 1
  for (let i = 13; i >= 1; i--) sum = 1 + (r / i) * sum
  return sum * powerOfTwo(k)
}

/** Natural logarithm of a positive number through atanh; absolute error below 1e-12. */
export function log(x: number): number {
  let mantissa = x
  let k = 0
  while (mantissa > 1.5) {
    mantissa /= 2
    k++
  }
  while (mantissa < 0.75) {
    mantissa *= 2
    k--
  }
  const t = (mantissa - 1) / (mantissa + 1)
  let sum = 0
  let power = t
  for (let i = 1; i < 40; i += 2) {
    sum += power / i
    power *= t * t
  }
  return 2 * sum + k * ln2
}

function powerOfTwo(k: number): number {
  let result = 1
  for (let i = 0; i < Math.abs(k); i++) result *= 2
  return k < 0 ? 1 / result : result
}

/** Mulberry32: a small seeded generator for shuffles. Not for secrets. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Fisher–Yates on a copy. */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items]
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const [a, b] = [result[i] as T, result[j] as T]
    result[i] = b
    result[j] = a
  }
  return result
}
