import { isMap, isNode } from "yaml";
import { namespace } from "../settings/schema";
import { parseStackText, put, stackTextOf } from "../settings/stack-document";

/** What to put into a stack's settings file. */
export interface Onboarding {
  /** All of `targets.chatqna`. */
  readonly chatqna: Readonly<Record<string, unknown>>;
  /** For `docker.network`; left out where the platform needs none. */
  readonly network?: string;
  /** For `kubernetes.discovery`; left out where it stays as it is. */
  readonly discovery?: string;
}

const chatqnaPath = ["config", `${namespace}:targets`, "chatqna"];
const discoveryPath = ["config", `${namespace}:kubernetes`, "discovery"];
const networkPath = ["config", `${namespace}:docker`, "network"];

/** What a stack's settings file says of its platform and its targets, whether it is valid or not. */
export interface StackText {
  readonly platform: string | undefined;
  /** `docker.host`. */
  readonly dockerHost: string | undefined;
  /** `kubernetes.kubeconfig` and `kubernetes.context`. */
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  /** `targets.chatqna`; undefined if there is none. */
  readonly chatqna: unknown;
}

/** @throws Error if the text is not YAML */
export function readStackText(text: string): StackText {
  const document = parseStackText(text);
  const at = (...path: readonly string[]): unknown => {
    const value: unknown = document.getIn(["config", ...path]);
    return isNode(value) ? value.toJS(document) : value;
  };
  const textOf = (value: unknown) => (typeof value === "string" ? value : undefined);
  return {
    platform: textOf(at(`${namespace}:platform`)),
    dockerHost: textOf(at(`${namespace}:docker`, "host")),
    kubeconfig: textOf(at(`${namespace}:kubernetes`, "kubeconfig")),
    context: textOf(at(`${namespace}:kubernetes`, "context")),
    chatqna: at(`${namespace}:targets`, "chatqna") ?? undefined,
  };
}

/**
 * The text with the onboarding in it. Everything else stays, with its comments; a comment on a key
 * that is no longer there goes with it.
 * @throws Error if the text is not YAML
 */
export function withOnboarding(text: string, { chatqna, network, discovery }: Onboarding): string {
  const document = parseStackText(text);
  const present = document.getIn(chatqnaPath);
  if (isMap(present)) {
    const gone = present.items
      .map(({ key }) => String(key))
      .filter((key) => chatqna[key] === undefined);
    for (const key of gone) document.deleteIn([...chatqnaPath, key]);
  }
  for (const [key, value] of Object.entries(chatqna)) put(document, [...chatqnaPath, key], value);
  if (network !== undefined) put(document, networkPath, network);
  if (discovery !== undefined) put(document, discoveryPath, discovery);
  return stackTextOf(document, text);
}
