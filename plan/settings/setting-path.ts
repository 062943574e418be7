/** From the top of the settings down: `["prometheus", "remoteWrite", 0, "url"]`. */
export type SettingPath = readonly (string | number)[];

/** As `pulumi config --path` writes it: `prometheus.remoteWrite[0].url`. */
export function pathText(path: SettingPath): string {
  return path.map((key, position) => keyText(key, position === 0)).join("");
}

function keyText(key: string | number, isFirst: boolean): string {
  if (typeof key === "number") return `[${key}]`;
  if (/^[\w-]+$/.test(key)) return isFirst ? key : `.${key}`;
  return `[${JSON.stringify(key)}]`;
}

/** Whether one path leads to, or through, the other. */
export function areRelated(one: SettingPath, other: SettingPath): boolean {
  const common = Math.min(one.length, other.length);
  return one.slice(0, common).every((key, position) => key === other[position]);
}

/** Undefined where nothing stands. */
export function valueAt(root: unknown, path: SettingPath): unknown {
  return path.reduce<unknown>(childOf, root);
}

type Settings = Readonly<Record<string, unknown>>;

/** A copy in which nothing stands at the path. */
export function without(root: Settings, [key, ...rest]: SettingPath): Settings {
  if (key === undefined || !Object.hasOwn(root, key)) return root;
  const kept = Object.fromEntries(Object.entries(root).filter(([name]) => name !== String(key)));
  const child = root[key];
  if (rest.length === 0 || typeof child !== "object" || child === null) return kept;
  return { ...kept, [key]: without(child as Settings, rest) };
}

function childOf(parent: unknown, key: string | number): unknown {
  if (typeof parent !== "object" || parent === null) return undefined;
  return Object.hasOwn(parent, key) ? (parent as Record<string | number, unknown>)[key] : undefined;
}
