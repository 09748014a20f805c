// What the page remembers: theme, name and sound in this browser, the token in this tab only.

import { severities } from "./model/severity";
import type { Severity } from "./model/types";

export type Theme = "system" | "light" | "dark";
export const themes: readonly Theme[] = ["system", "light", "dark"];

export interface SoundSettings {
  on: boolean;
  muted: boolean;
  severities: Severity[];
}

type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export class Settings {
  constructor(private readonly lasting: Shelf, private readonly of_tab: Shelf) {}

  get theme(): Theme {
    const kept = read(this.lasting, "theme");
    return themes.find((theme) => theme === kept) ?? "system";
  }

  set theme(theme: Theme) {
    write(this.lasting, "theme", theme);
  }

  get who(): string {
    return read(this.lasting, "who") ?? "";
  }

  set who(who: string) {
    write(this.lasting, "who", who);
  }

  get language(): string {
    return read(this.lasting, "language") ?? "en";
  }

  set language(language: string) {
    write(this.lasting, "language", language);
  }

  get sound(): SoundSettings {
    const standard = { on: false, muted: false, severities: [...severities] };
    try {
      const kept = JSON.parse(read(this.lasting, "sound") ?? "{}") as Partial<SoundSettings>;
      return {
        on: kept.on === true,
        muted: kept.muted === true,
        severities: Array.isArray(kept.severities)
          ? severities.filter((severity) => kept.severities?.includes(severity))
          : standard.severities,
      };
    } catch {
      return standard;
    }
  }

  set sound(sound: SoundSettings) {
    write(this.lasting, "sound", JSON.stringify(sound));
  }

  get token(): string {
    return read(this.of_tab, "token") ?? "";
  }

  set token(token: string) {
    write(this.of_tab, "token", token);
  }
}

/// A browser may forbid storage; the page then remembers nothing and works all the same.
function read(shelf: Shelf, name: string): string | null {
  try {
    return shelf.getItem(`gapwire.${name}`);
  } catch {
    return null;
  }
}

function write(shelf: Shelf, name: string, value: string): void {
  try {
    if (value === "") shelf.removeItem(`gapwire.${name}`);
    else shelf.setItem(`gapwire.${name}`, value);
  } catch {
    // Not remembered: see `read`.
  }
}
