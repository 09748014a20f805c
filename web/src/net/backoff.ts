// How long to wait before the next try to reach the service.

export const wait_first_ms = 500;
export const wait_max_ms = 15_000;

/// Doubles with every failed try up to `wait_max_ms`, then takes between half and all of it, so
/// that a desk of pages does not come back in one instant. `random` is in [0, 1).
export function wait_before(attempt: number, random: number): number {
  const whole = Math.min(wait_max_ms, wait_first_ms * 2 ** Math.min(attempt, 16));
  return Math.round(whole * (0.5 + random / 2));
}
