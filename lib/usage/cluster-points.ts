/** Sparse; every term at most once. */
export type Vector = readonly (readonly [term: number, weight: number])[]
/** A vector of length 1, and how much it weighs in a centre. */
export type Point = { mass: number; vector: Vector }

/** Cosine from which two wordings are one intent; chosen by hand on labelled support questions. */
const alike = 0.45
/** Postings keep the first, and so the busiest, clusters: the work stays linear in the log. */
const longestPosting = 1_000

export type Cluster = { members: number[]; centre: Map<number, number>; squared: number; mass: number }

/** The clusters whose centre has a term, with its weight there. */
type Posting = { ids: number[]; weights: number[]; places: Map<number, number> }

/**
 * Each point joins the cluster with the nearest centre, or founds one. Points come busiest
 * first; the result depends on their order alone.
 */
export function clusterPoints(points: readonly Point[]): Cluster[] {
  const clusters: Cluster[] = []
  const postings = new Map<number, Posting>()
  const dots = new Float64Array(points.length)
  points.forEach(({ vector, mass }, index) => {
    const found = nearest(vector, clusters, postings, dots)
    const id = found ?? clusters.push({ members: [], centre: new Map(), squared: 0, mass: 0 }) - 1
    const home = clusters[id]!
    home.members.push(index)
    home.mass += mass
    for (const [term, weight] of vector) {
      const before = home.centre.get(term) ?? 0
      const after = before + mass * weight
      home.squared += after * after - before * before
      home.centre.set(term, after)
      post(postings, term, id, after)
    }
  })
  return clusters
}

/**
 * The cluster with the highest cosine above `alike`. Only the heaviest terms are looked up in the index:
 * what shares no more than the rest of the vector cannot reach the threshold (Cauchy-Schwarz), and the
 * rest is where the commonest words, with the longest postings, are.
 */
function nearest(
  vector: Vector,
  clusters: readonly Cluster[],
  postings: ReadonlyMap<number, Posting>,
  dots: Float64Array,
): number | null {
  const heaviest = [...vector].sort((a, b) => b[1] - a[1] || a[0] - b[0])
  const touched: number[] = []
  let rest = 1
  let looked = 0
  for (; looked < heaviest.length && rest >= alike * alike; looked++) {
    const [term, weight] = heaviest[looked]!
    rest -= weight * weight
    const posting = postings.get(term)
    for (let i = 0; posting && i < posting.ids.length; i++) {
      const id = posting.ids[i]!
      if (dots[id] === 0) touched.push(id)
      dots[id]! += weight * posting.weights[i]!
    }
  }
  let best: number | null = null
  let highest = alike
  for (const id of touched) {
    const { centre, squared } = clusters[id]!
    const length = Math.sqrt(squared)
    // The rest adds at most its own length: most candidates are out without looking.
    if (dots[id]! / length + Math.sqrt(Math.max(rest, 0)) >= highest) {
      for (const [term, weight] of heaviest.slice(looked)) dots[id]! += weight * (centre.get(term) ?? 0)
      const cosine = dots[id]! / length
      if (cosine > highest || (cosine === highest && (best === null || id < best)))
        [best, highest] = [id, cosine]
    }
    dots[id] = 0
  }
  return best
}

function post(postings: Map<number, Posting>, term: number, id: number, weight: number): void {
  let posting = postings.get(term)
  if (!posting) postings.set(term, (posting = { ids: [], weights: [], places: new Map() }))
  const place = posting.places.get(id)
  if (place !== undefined) {
    posting.weights[place] = weight
  } else if (posting.ids.length < longestPosting) {
    posting.places.set(id, posting.ids.push(id) - 1)
    posting.weights.push(weight)
  }
}

/** The vector at length 1. */
export function unit(vector: Vector): Vector {
  const length = Math.hypot(...vector.map(([, weight]) => weight))
  return vector.map(([term, weight]) => [term, weight / length] as const)
}
