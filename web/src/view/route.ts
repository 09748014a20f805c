// Which view is open, as the fragment of the address says it.

export type View = "incidents" | "incident" | "wall" | "instrument" | "feeds" | "rules";

export interface Route {
  view: View;
  target: string; // the incident's or the instrument's id, else empty
}

const plain = new Set(["incidents", "wall", "feeds", "rules"]);

export function parse_route(fragment: string): Route {
  const [view = "", target = ""] = fragment.replace(/^#\/?/, "").split("/");
  if (plain.has(view)) return { view: view as View, target: "" };
  if (view === "incident" && /^[0-9a-f]{16}$/.test(target)) return { view, target };
  if (view === "instrument" && /^\d+$/.test(target)) return { view, target };
  return { view: "incidents", target: "" };
}

export function address_of(view: View, target: string | number = ""): string {
  return target === "" ? `#/${view}` : `#/${view}/${target}`;
}
