import type { NamespaceFacts } from "../../plan/detect/cluster-facts";
import { type ClusterRecognition, recogniseInCluster } from "../../plan/detect/recognise-cluster";
import { UserError } from "../../toolchain/user-error";
import { formatTable } from "../stack/table";

/** A namespace that holds a ChatQnA. */
export interface ChatQnANamespace {
  readonly name: string;
  readonly recognition: ClusterRecognition;
}

/**
 * The only namespace with a ChatQnA.
 * @param asked the namespace that was named; undefined where all were looked at
 * @throws UserError that lists the namespaces where that is none or not clear
 */
export function chooseNamespace(
  namespaces: readonly NamespaceFacts[],
  asked: string | undefined,
): ChatQnANamespace {
  const looked = namespaces.map((facts) => ({ facts, recognition: recogniseInCluster(facts) }));
  const found = looked.flatMap(({ facts: { name }, recognition }) =>
    recognition === undefined ? [] : [{ name, recognition }],
  );
  const [only, another] = found;
  if (only === undefined) throw noneFound(namespaces, asked);
  if (another !== undefined) {
    throw new UserError(
      `There are several. Name one: npm run detect -- --kubernetes --namespace <name>\n\n${listFound(found)}`,
    );
  }
  return only;
}

function noneFound(namespaces: readonly NamespaceFacts[], asked: string | undefined): UserError {
  const hint =
    "Start your ChatQnA first. To watch single servers, name them under targets.static (docs/targets.md).";
  if (namespaces.length === 0) {
    const where =
      asked === undefined ? "The namespaces that you see have" : `Namespace ${asked} has`;
    return new UserError(`${where} no services. ${hint}`);
  }
  const rows = namespaces.map(({ name, services }) => [
    name,
    services.map((one) => one.name).join(", "),
  ]);
  return new UserError(
    "None of these is a ChatQnA: its own service, from an image like opea/chatqna or GMC's router, is in none of them.\n\n" +
      `${formatTable([["namespace", "services"], ...rows])}\n${hint}`,
  );
}

function listFound(found: readonly ChatQnANamespace[]): string {
  return formatTable([
    ["namespace", "ChatQnA"],
    ...found.map(({ name, recognition: { existing } }) => [
      name,
      `${existing.deployment.release} on ${existing.deployment.hardware}`,
    ]),
  ]);
}
