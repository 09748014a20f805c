// Light or dark: as the system has it, or as the user chose.

import { themes, type Settings } from "../settings";

export function apply_theme(settings: Settings): void {
  const { theme } = settings;
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

export function next_theme(settings: Settings): void {
  settings.theme = themes[(themes.indexOf(settings.theme) + 1) % themes.length] ?? "system";
  apply_theme(settings);
}
