// Colours of the style sheet, for what is painted on a canvas.

export interface Palette {
  text: string;
  muted: string;
  line: string;
  panel: string;
  rise: string;
  fall: string;
  accent: string;
  warning: string;
  critical: string;
  record: string;
  series: string[];
}

/// Reads the colours in force: call it again when the theme changes.
export function palette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    text: colour("text"),
    muted: colour("muted"),
    line: colour("line"),
    panel: colour("panel"),
    rise: colour("rise"),
    fall: colour("fall"),
    accent: colour("accent"),
    warning: colour("warning"),
    critical: colour("critical"),
    record: colour("record"),
    series: ["accent", "warning", "record", "rise", "fall", "critical"].map(colour),
  };
}
