/** Colours of lines, in the order they are given out. Defined in the style sheet, light and dark. */
export const paletteSize = 10;

export function paletteColor(index: number): string {
  return `var(--series-${index % paletteSize})`;
}

const shadeSteps = 5;
/** Of white or black, where it is farthest from the colour itself. */
const mostMixed = 50;

/** The colour for the first line, then lighter and darker ones in turn, as Grafana's shades are. */
export function shadeOf(color: string, index: number): string {
  const place = index % (2 * shadeSteps + 1);
  if (place === 0) return color;
  const share = (Math.ceil(place / 2) / shadeSteps) * mostMixed;
  return `color-mix(in oklab, ${color}, ${place % 2 === 1 ? "white" : "black"} ${share}%)`;
}

/** The hues of Grafana's named colours, for which the style sheet has a light and a dark form. */
const hues = ["red", "orange", "yellow", "green", "blue", "purple"] as const;

const synonyms: Readonly<Record<string, string>> = {
  transparent: "transparent",
  text: "var(--text)",
  white: "var(--text)",
  black: "var(--text)",
  gray: "var(--muted)",
  grey: "var(--muted)",
};

/** `semi-dark-red`, `#F2495C`, `rgb(…)` as a colour of the page; undefined for anything else. */
export function cssColor(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const lower = name.toLowerCase();
  // The shades would differ too little here to be told apart.
  const hue = hues.find((each) => lower === each || lower.endsWith(`-${each}`));
  if (hue !== undefined) return `var(--${hue})`;
  const synonym = synonyms[lower];
  if (synonym !== undefined) return synonym;
  return /^(#[0-9a-f]{3,8}|rgba?\([\d\s.,%]+\)|hsla?\([\d\s.,%deg]+\))$/.test(lower)
    ? lower
    : undefined;
}
