import type { ClassName } from './memory'
import type { Judged } from './cross-fit'

export function chooseThresholds(classes: readonly ClassName[], judged: readonly Judged[], budget: number) {
  void judged
  void budget
  return { thresholds: classes.map(() => 0), calibration: { expected_hit_rate: 0, expected_false_hit_rate: 0, judged: judged.length } }
}
