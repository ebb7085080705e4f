/**
 * Clopper–Pearson 95 % interval for `errors` among `trials`: exact, so it also holds for no errors at all.
 * Found by bisection on the binomial tail.
 */
export function clopperPearson(errors: number, trials: number, confidence = 0.95): [number, number] {
  if (trials === 0) return [0, 1]
  const alpha = (1 - confidence) / 2
  const low = errors === 0 ? 0 : bisect((p) => 1 - cumulative(errors - 1, trials, p) < alpha)
  const high = errors === trials ? 1 : bisect((p) => cumulative(errors, trials, p) > alpha)
  return [low, high]
}

/** The highest rate that `errors` among `trials` leave plausible, one-sided (default 95 %). */
export function upperBound(errors: number, trials: number, confidence = 0.95): number {
  if (trials === 0) return 1
  return errors === trials ? 1 : bisect((p) => cumulative(errors, trials, p) > 1 - confidence)
}

/** Largest p in [0, 1] for which a predicate that turns from true to false still holds. */
function bisect(holds: (p: number) => boolean): number {
  let [low, high] = [0, 1]
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2
    if (holds(middle)) low = middle
    else high = middle
  }
  return low
}

/** P(X ≤ k) for X ~ Binomial(n, p), summed in log space. */
function cumulative(k: number, n: number, p: number): number {
  if (p <= 0) return 1
  if (p >= 1) return k >= n ? 1 : 0
  let term = n * Math.log1p(-p)
  let sum = Math.exp(term)
  for (let i = 1; i <= k; i++) {
    term += Math.log(n - i + 1) - Math.log(i) + Math.log(p) - Math.log1p(-p)
    sum += Math.exp(term)
  }
  return Math.min(1, sum)
}
