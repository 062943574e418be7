import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ListedObject,
  type NamespaceFacts,
  namespacesOf,
} from "../../plan/detect/cluster-facts";
import { UserError } from "../../toolchain/user-error";

/** Which cluster, as `kubectl` is told it; what is absent, kubectl chooses. */
export interface ClusterChoice {
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  readonly namespace?: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
}

const kinds = ["services", "deployments.apps", "statefulsets.apps"];

/**
 * What the namespaces of a cluster hold: all of them, or where that is not permitted the one of the
 * context. Nothing but services, deployments and stateful sets is read.
 * @throws UserError where kubectl is missing, reaches no cluster or may not list them
 */
export async function listNamespaces(choice: ClusterChoice): Promise<readonly NamespaceFacts[]> {
  if (choice.namespace !== undefined) return read(choice, ["--namespace", choice.namespace]);
  try {
    return await read(choice, ["--all-namespaces"]);
  } catch (error) {
    if (!(error instanceof NotPermitted)) throw error;
    return read(choice, []);
  }
}

class NotPermitted extends UserError {}

async function read(
  choice: ClusterChoice,
  where: readonly string[],
): Promise<readonly NamespaceFacts[]> {
  const { code, stdout, stderr } = await kubectl(choice, [
    ...["get", kinds.join(","), "--output=json", "--request-timeout=10s"],
    ...where,
  ]);
  if (code !== 0) throw explained(stderr.trim(), where);
  const { items = [] } = JSON.parse(stdout) as { readonly items?: readonly ListedObject[] };
  return namespacesOf(items);
}

function explained(stderr: string, where: readonly string[]): UserError {
  if (/forbidden/i.test(stderr)) {
    const asked = ["kubectl auth can-i list deployments.apps", ...where].join(" ");
    return new NotPermitted(
      `You may not list what is needed to recognise a ChatQnA (${kinds.join(", ")}):\n${stderr}\n` +
        `Ask for it (${asked} tells whether you may), or name a namespace where you may: npm run detect -- --kubernetes --namespace <name>`,
    );
  }
  return new UserError(
    `kubectl could not list the services of the cluster:\n${stderr}\n` +
      "Look whether kubectl get services works; --context and --kubeconfig choose another cluster.",
  );
}

interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function kubectl(choice: ClusterChoice, args: readonly string[]): Promise<Finished> {
  const { kubeconfig, context, environment } = choice;
  // Without a home, kubectl would leave its cache in the directory that it is called from.
  const cache = mkdtempSync(join(tmpdir(), "kubectl-"));
  const all = [
    ...(kubeconfig === undefined ? [] : ["--kubeconfig", kubeconfig]),
    ...(context === undefined ? [] : ["--context", context]),
    ...["--cache-dir", cache],
    ...args,
  ];
  return new Promise<Finished>((resolve, reject) => {
    const child = spawn("kubectl", all, { env: environment, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "ENOENT"
          ? new UserError(
              "There is no kubectl on this machine, by which the cluster would be asked. Install it (kubernetes.io/docs/tasks/tools), or run npm run detect where it is.",
            )
          : error,
      );
    });
    child.on("close", (code) => {
      resolve({ code, stdout, stderr });
    });
  }).finally(() => {
    rmSync(cache, { recursive: true, force: true });
  });
}
