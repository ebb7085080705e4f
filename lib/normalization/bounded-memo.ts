/**
 * Results of a pure function, kept until there are `max`; then all are dropped and collected anew. Costs
 * nothing while empty (a loaded release of a quiet workspace holds none), and one map look-up when warm.
 */
export class BoundedMemo<V> {
  private readonly values = new Map<string, V>()

  constructor(private readonly max: number) {}

  of(input: string, compute: () => V): V {
    const known = this.values.get(input)
    if (known !== undefined) return known
    const value = compute()
    if (this.values.size >= this.max) this.values.clear()
    this.values.set(input, value)
    return value
  }

  forget(): void {
    this.values.clear()
  }
}
