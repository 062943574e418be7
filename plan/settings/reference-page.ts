import { parseSettings } from "./parse-settings";
import { formatProblems } from "./problem";
import { namespace, settingsSchema } from "./schema";
import { type Schema, defaultOf, docOf, isOptional, kindOf, shapeOf } from "./schema-walk";

/** The text of `docs/settings.md`, in Markdown. */
export function referencePage(): string {
  const groups = groupsBelow(settingsSchema, "", "Settings of the stack as a whole.");
  const introduction = introductionWith(problemExample());
  return [introduction, valueKinds(groups), ...groups.map(groupSection), ending].join("\n\n");
}

interface Group {
  /** As in `prometheus.remoteWrite[]`; empty for the top level. */
  readonly path: string;
  readonly description: string;
  readonly settings: readonly Entry[];
}

interface Entry {
  readonly key: string;
  readonly schema: Schema;
}

/** A group for each map of settings, also for those that are entries of a list. */
function groupsBelow(schema: Schema, path: string, description: string): readonly Group[] {
  const shape = shapeOf(schema);
  switch (shape.is) {
    case "value":
      return [];
    case "list":
      return groupsBelow(shape.item, `${path}[]`, description);
    case "names":
      return groupsBelow(shape.value, `${path}.<${labelOf(shape.name)}>`, description);
    case "map": {
      const settings = Object.entries(shape.settings).map(([key, child]) => ({
        key,
        schema: child,
      }));
      const below = settings.flatMap((entry) =>
        groupsBelow(
          entry.schema,
          path === "" ? entry.key : `${path}.${entry.key}`,
          docOf(entry.schema)?.description ?? "",
        ),
      );
      return [{ path, description, settings }, ...below];
    }
  }
}

function groupSection({ path, description, settings }: Group): string {
  const title = path === "" ? "## Top level" : `${path.includes(".") ? "###" : "##"} \`${path}\``;
  return `${title}\n\n${description}\n\n${settings.map(entryText).join("\n")}`;
}

function entryText({ key, schema }: Entry): string {
  const doc = docOf(schema);
  const facts = [valueText(schema), defaultText(schema)].filter((fact) => fact !== "");
  const example = doc?.example === undefined ? "" : ` Example: \`${doc.example}\`.`;
  return `- **\`${key}\`** (${facts.join("; ")}): ${doc?.description ?? ""}${example}`;
}

function valueText(schema: Schema): string {
  const shape = shapeOf(schema);
  switch (shape.is) {
    case "map":
      return "map";
    case "names":
      return `map of ${labelOf(shape.name)} to ${labelOf(shape.value)}`;
    case "list":
      return `list of ${labelOf(shape.item)}`;
    case "value":
      return labelOf(schema);
  }
}

function labelOf(schema: Schema): string {
  return shapeOf(schema).is === "map" ? "maps" : (kindOf(schema)?.label ?? "");
}

function defaultText(schema: Schema): string {
  const words = docOf(schema)?.otherwise;
  if (words !== undefined) return `default: ${words}`;
  if (!isOptional(schema)) return "required";
  const value = defaultOf(schema);
  if (value === undefined || typeof value === "object") return "";
  return `default \`${JSON.stringify(value).replaceAll('"', "")}\``;
}

/** Those values that need a word, each once. */
function valueKinds(groups: readonly Group[]): string {
  const schemas = groups.flatMap(({ settings }) => settings.map(({ schema }) => schema));
  const rules = new Map(
    schemas.flatMap((schema) => {
      const kind = kindOf(schema);
      return kind === undefined || !namedKinds.includes(kind.label)
        ? []
        : [[kind.label, kind.rule] as const];
    }),
  );
  const items = [...rules]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([label, rule]) => `- **${label}**: ${rule}.`);
  return `## Kinds of values\n\n${items.join("\n")}\n- **secret**: text that stands encrypted in the file.`;
}

const namedKinds = [
  "duration",
  "size",
  "port",
  "count",
  "rate",
  "version",
  "IP address",
  "host:port",
  "host",
  "URL",
  "path",
  "file",
];

/** The real thing, so that it cannot go stale. */
function problemExample(): string {
  const parsed = parseSettings(
    { prometheus: { scrapeIntervall: "15s", port: 70_000 }, targets: { chatqna: { via: "hots" } } },
    { stack: "dev", isSecret: () => false },
  );
  return parsed.ok ? "" : formatProblems("Pulumi.dev.yaml", parsed.problems);
}

function introductionWith(example: string): string {
  return `# Settings

<!-- Written by commands/settings-docs.ts from plan/settings. Change the schema, not this page. -->

Everything you may set stands in \`Pulumi.<stack>.yaml\`, under \`config:\`, in the namespace
\`${namespace}\`. What you leave out has the default below; a file without any setting is valid.

\`\`\`yaml
# yaml-language-server: $schema=./schema/settings.schema.json
config:
  ${namespace}:targets:
    chatqna: { via: host, release: 1.5, hardware: gaudi }
  ${namespace}:prometheus:
    port: 9095
    retention: { time: 30d, size: 3GB }
\`\`\`

The first line gives an editor that knows YAML completion and checks.

## Set a value

Edit the file, or let Pulumi do it:

\`\`\`sh
pulumi config set --path '${namespace}:prometheus.port' 9095
\`\`\`

For the stack \`local\`, run \`eval "$(npm run -s env)"\` first.

## Set a secret

Passwords, tokens and password hashes are encrypted in the file. Pulumi asks for the value, so that
it stands in no shell history:

\`\`\`sh
pulumi config set --secret --path '${namespace}:grafana.adminPassword'
\`\`\`

## When something is wrong

All problems are reported at once, before anything is changed:

\`\`\`text
${example}
\`\`\`

A secret is never shown in a message. The engine tells a program that a group (\`prometheus\`,
\`grafana\`) holds a secret, but not where; so no other text of such a group is shown either.`;
}

const ending = `## Verify

\`\`\`sh
pulumi preview
\`\`\`

shows what the settings change, and changes nothing. With problems it lists them and stops.

## If it does not work

- **"is not a setting"**: the key is misspelt, or stands under another key. The message names the
  nearest one.
- **"has no namespace"**, **"is in a namespace that nobody reads"**: the key does not begin with
  \`${namespace}:\`.
- **"is a secret in plain text"**: run the command in the message. It replaces the plain text; where
  the file was published already, change the secret as well.
- **A number or \`yes\` is refused**: ports and counts stand without quotes, durations and sizes have a
  unit, and truth values are \`true\` and \`false\`.
- **A change has no effect**: it stands in another stack's file. \`pulumi stack ls\` marks the selected
  stack with \`*\`.`;
