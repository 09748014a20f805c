// The alert sound: one short figure a severity, off until the user turns it on.

import type { SoundSettings } from "./settings";
import type { Alert, Incident, Severity } from "./model/types";

/// Notes in hertz, each `note_s` long: higher and more of them, the worse it is.
const figures: Record<Severity, number[]> = {
  info: [440],
  warning: [523, 659],
  critical: [784, 659, 784],
  emergency: [988, 740, 988, 740, 988, 740],
};
const note_s = 0.16;
const loudness = 0.2;

/// Which alerts are told by sound: what begins to fire or fires again and nobody silenced.
/// `wall_now` is the machine's clock in ms: silences end by it, also in a rehearsal.
export function should_sound(alert: Alert, incident: Incident | undefined,
                             settings: SoundSettings, wall_now: number): boolean {
  if (!settings.on || settings.muted) return false;
  if (!settings.severities.includes(alert.severity)) return false;
  if (alert.state !== "firing") return false;
  if (alert.reason !== "fired" && alert.reason !== "returned") return false;
  const silenced = incident?.silenced;
  return !silenced || Date.parse(silenced.until) <= wall_now;
}

export class Speaker {
  private context_: AudioContext | null = null;

  /// Call it from a click or a key: browsers let a page sound only after one.
  wake(): void {
    this.context_ ??= new AudioContext();
    void this.context_.resume();
  }

  get awake(): boolean {
    return this.context_?.state === "running";
  }

  play(severity: Severity): void {
    const context = this.context_;
    if (!context || context.state !== "running") return;
    figures[severity].forEach((pitch, index) => {
      const start = context.currentTime + index * note_s;
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(loudness, start + 0.01);
      volume.gain.linearRampToValueAtTime(0, start + note_s);
      tone.connect(volume).connect(context.destination);
      tone.start(start);
      tone.stop(start + note_s);
    });
  }
}
