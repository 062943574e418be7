import type { SecretShape } from "../../components/platforms/kubernetes/config-objects";
import type { GivenSecret } from "./rendered-files";
import type { Filled } from "../../components/platforms/filled-text";

/** What people must make themselves before they apply the rest: no value of a secret is rendered. */
export function secretsPage(
  secrets: readonly SecretShape[],
  given: readonly GivenSecret[],
  namespace: string,
): string {
  return `<!-- Written by npm run render from the settings; changes here are overwritten. -->
# Secrets that must exist

The pods mount these Secrets of the namespace \`${namespace}\` and wait until they are there. Make them by hand, or by what keeps your secrets (External Secrets, Sealed Secrets, SOPS). A pod reads most of them at its start only: after a change, \`kubectl -n ${namespace} rollout restart\` what uses it.

${[...secrets.map((secret) => section(secret, namespace)), ...given.map(givenSection)].join("\n\n")}
`;
}

function givenSection({ name, keys }: GivenSecret): string {
  const listed = keys.map((key) => `\`${key}\``).join(", ");
  return `## ${name}

Of somebody else's making, as the settings name it: with ${listed}. What changes in it reaches the pods within about a minute.`;
}

function section({ manifest, entries }: SecretShape, namespace: string): string {
  const { name } = manifest.metadata;
  const files = Object.keys(entries).map((key) => ` --from-file=${key}`);
  return `## ${name}

${Object.entries(entries).map(entry).join("\n")}

\`\`\`sh
kubectl -n ${namespace} create secret generic ${name}${files.join("")}
\`\`\``;
}

function entry([key, content]: readonly [string, Filled]): string {
  const [only] = content;
  if (content.length === 1 && typeof only === "object") {
    return `- \`${key}\`: the value of \`chatqna-monitoring:${only.secret}\`, without a line end`;
  }
  const text = content
    .map((part) => (typeof part === "string" ? part : `<chatqna-monitoring:${part.secret}>`))
    .join("");
  return `- \`${key}\`, with the values in place of what stands in \`<>\`:\n\n${indented(text)}`;
}

function indented(text: string): string {
  const lines = text.trimEnd().split("\n");
  return ["  ```", ...lines.map((line) => `  ${line}`), "  ```"].join("\n");
}
