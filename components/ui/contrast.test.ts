import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");
const backgrounds = ["canvas", "surface", "raised", "subtle"];
const tones = ["accent", "danger", "warning", "success", "info", "development", "staging", "production"];

describe.each(["light", "dark"] as const)("%s theme", (theme) => {
  const colors = readTokens(theme);
  const ratio = (a: string, b: string) => contrast(colorOf(a), colorOf(b));
  const colorOf = (name: string) => {
    const color = colors.get(name);
    if (color === undefined) throw new Error(`no token --color-${name}`);
    return color;
  };

  it.each(["ink", "ink-muted", "ink-faint", ...tones.map((tone) => `${tone}-ink`)])(
    "reads %s on every ground",
    (ink) => {
      for (const ground of backgrounds) expect(ratio(ink, ground), `${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    },
  );
  it.each(["ink", "ink-muted"])("reads %s on a hovered row", (ink) => {
    expect(ratio(ink, "hover")).toBeGreaterThanOrEqual(4.5);
  });
  it.each(tones)("reads %s on its own soft fill", (tone) => {
    expect(ratio(`${tone}-ink`, `${tone}-soft`)).toBeGreaterThanOrEqual(4.5);
    expect(ratio("ink", `${tone}-soft`)).toBeGreaterThanOrEqual(4.5);
    expect(ratio("ink-muted", `${tone}-soft`)).toBeGreaterThanOrEqual(4.5);
  });
  it.each([
    ["on-accent", "accent"],
    ["on-accent", "accent-hover"],
    ["on-danger", "danger"],
    ["on-danger", "danger-hover"],
  ])("reads %s on %s", (ink, fill) => {
    expect(ratio(ink, fill)).toBeGreaterThanOrEqual(4.5);
  });
  it.each(["line-strong", "focus", ...tones])("shows %s as a shape", (shape) => {
    for (const ground of ["canvas", "surface", "raised"])
      expect(ratio(shape, ground), `${shape} on ${ground}`).toBeGreaterThanOrEqual(3);
  });
});

function readTokens(theme: "light" | "dark") {
  const pattern = /--color-([a-z-]+):\s*(?:light-dark\((#\w+),\s*(#\w+)\)|(#\w+));/g;
  const tokens = new Map<string, string>();
  for (const [, name = "", light, dark, both] of css.matchAll(pattern)) {
    tokens.set(name, both ?? (theme === "light" ? light : dark) ?? "");
  }
  return tokens;
}

/** WCAG 2.2, "contrast ratio". */
function contrast(a: string, b: string) {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(hex: string) {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
