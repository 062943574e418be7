import { homedir } from "node:os";
import { parseArgs } from "node:util";
import { type Proposal, propose } from "../plan/detect/chatqna-settings";
import { proposeForCluster } from "../plan/detect/cluster-settings";
import { projectsOf } from "../plan/detect/projects";
import type { Onboarding } from "../plan/detect/stack-text";
import { UserError } from "../toolchain/user-error";
import { askOnTerminal } from "./detection/ask";
import { chooseProject } from "./docker/choose-project";
import {
  type Recognised,
  describe,
  describeSettings,
  detectionFacts,
} from "./detection/detection-report";
import { type DockerUser, dockerEndpoint } from "./docker/endpoint";
import { listContainers } from "./docker/list-containers";
import { type StackChange, type StackFile, openStackFile } from "./detection/stack-file";
import { viewpointOf } from "./docker/viewpoint";
import { chooseNamespace } from "./kubernetes/choose-namespace";
import { listNamespaces } from "./kubernetes/list-namespaces";
import { localStack, projectDirectory } from "./local/paths";

const help = `npm run detect [-- options]

Looks at the containers of Docker or the services of a cluster, recognises the ChatQnA among them,
shows what was found and what could not be placed, and after asking writes it to
Pulumi.<stack>.yaml, under targets.chatqna.

  --project <name>     The compose project to look at. Default: the one that is a ChatQnA.
  --kubernetes         Look at a cluster, by kubectl, and read nothing but services, deployments and
                       stateful sets.
  --namespace <name>   Its namespace. Default: the one that holds a ChatQnA.
  --context <name>     A context of the kubeconfig. Default: kubernetes.context, or the current one.
  --kubeconfig <file>  Default: kubernetes.kubeconfig, KUBECONFIG, or ~/.kube/config.
  --stack <name>       The stack to write to. Default local; with --kubernetes prod.
  --yes                Write without asking, over what is there too.
  --json               For machines. Asks nothing; writes with --yes only.
  --help               This text.

Docker is found as by the docker command: DOCKER_HOST, the current context, the usual sockets.
Exit code: 0 when a ChatQnA was found, 1 when not or when the stack's settings would be refused.
`;

/** The world around the command. */
export interface Surroundings {
  readonly user: DockerUser;
  /** Where the stacks' settings lie. */
  readonly directory: string;
  readonly print: (text: string) => void;
  /** Undefined where nobody can answer. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
}

/** @returns the exit code. @throws {UserError} for what the user can mend. */
export function main(args: readonly string[]): Promise<number> {
  return detect(args, {
    user: { environment: process.env, home: homedir() },
    directory: projectDirectory,
    print: (text) => process.stdout.write(text),
    ask: process.stdin.isTTY && process.stdout.isTTY ? askOnTerminal : undefined,
  });
}

/** As `main`, in any surroundings. */
export async function detect(args: readonly string[], around: Surroundings): Promise<number> {
  const options = readOptions(args);
  if (options.help) {
    around.print(help);
    return 0;
  }
  const found = options.kubernetes
    ? await findInCluster(options, around)
    : await findInDocker(options, around);
  const { file, proposal, recognised, onboarding } = found;
  const change = file.with(onboarding);
  if (options.json) {
    const written = options.yes && write(change);
    const { chatqna, ...others } = onboarding;
    const facts = {
      ...found.place,
      ...detectionFacts(recognised.recognition, { ...proposal, chatqna }),
      ...others,
      stackFile: file.name,
    };
    around.print(`${JSON.stringify({ ...facts, written, problems: change.problems }, null, 2)}\n`);
  } else {
    around.print(describe(recognised, proposal));
    around.print(describeChange(file, onboarding, change));
    around.print(await offer(file, change, options.yes, around.ask));
  }
  return change.problems === undefined ? 0 : 1;
}

interface Found {
  readonly file: StackFile;
  readonly recognised: Recognised;
  readonly proposal: Proposal;
  readonly onboarding: Onboarding;
  /** For machines. */
  readonly place: { readonly project: string | undefined } | { readonly namespace: string };
}

async function findInDocker(options: Options, around: Surroundings): Promise<Found> {
  const file = openStackFile(around.directory, options.stack ?? localStack, {
    what: "docker compose",
    platforms: ["process", "docker"],
  });
  const endpoint = dockerEndpoint(around.user, file.dockerHost);
  const project = chooseProject(projectsOf(await listContainers(endpoint)), options.project);
  const { name, recognition } = project;
  const viewpoint = viewpointOf(file.platform, recognition, endpoint);
  const proposal = propose(recognition, viewpoint);
  const network = viewpoint.via === "compose" ? { network: viewpoint.network } : {};
  const place = name ?? "Containers of no compose project";
  return {
    file,
    recognised: { place, thing: "container", recognition },
    proposal,
    onboarding: { chatqna: proposal.chatqna, ...network },
    place: { project: name },
  };
}

async function findInCluster(options: Options, around: Surroundings): Promise<Found> {
  const file = openStackFile(around.directory, options.stack ?? "prod", {
    what: "a cluster",
    platforms: ["kubernetes"],
  });
  const { namespace } = options;
  const namespaces = await listNamespaces({
    kubeconfig: options.kubeconfig ?? file.kubeconfig,
    context: options.context ?? file.context,
    namespace,
    environment: around.user.environment,
  });
  const { name, recognition } = chooseNamespace(namespaces, namespace);
  const proposal = proposeForCluster(recognition);
  const { chatqna, discovery } = proposal;
  return {
    file,
    recognised: { place: `Namespace ${name}`, thing: "service", recognition },
    proposal,
    onboarding: { chatqna, ...(discovery !== undefined && { discovery }) },
    place: { namespace: name },
  };
}

interface Options {
  readonly kubernetes: boolean;
  readonly project?: string | undefined;
  readonly namespace?: string | undefined;
  readonly kubeconfig?: string | undefined;
  readonly context?: string | undefined;
  /** Default: `local`, in a cluster `prod`. */
  readonly stack?: string | undefined;
  readonly yes: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

function readOptions(args: readonly string[]): Options {
  const flag = { type: "boolean", default: false } as const;
  try {
    const text = { type: "string" } as const;
    const { values } = parseArgs({
      args: [...args],
      options: {
        kubernetes: flag,
        ...{ project: text, namespace: text, kubeconfig: text, context: text, stack: text },
        ...{ yes: flag, json: flag, help: flag },
      },
    });
    refuseForeign(values);
    return values;
  } catch (error) {
    throw new UserError(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
}

/** @throws Error for an option of the other place */
function refuseForeign(options: Options): void {
  const foreign = options.kubernetes
    ? (["project"] as const)
    : (["namespace", "kubeconfig", "context"] as const);
  const [found] = foreign.filter((name) => options[name] !== undefined);
  if (found === undefined) return;
  throw new Error(
    options.kubernetes
      ? `--${found} is for docker compose, and means nothing with --kubernetes.`
      : `--${found} wants --kubernetes.`,
  );
}

function describeChange(file: StackFile, onboarding: Onboarding, change: StackChange): string {
  const { chatqna, network, discovery } = onboarding;
  return [
    `\nSettings for ${file.name}:\n`,
    describeSettings({
      targets: { chatqna },
      ...(network !== undefined && { docker: { network } }),
      ...(discovery !== undefined && { kubernetes: { discovery } }),
    }),
    change.problems === undefined ? "" : `\nWith them the stack is refused. ${change.problems}\n`,
    "\n",
  ].join("");
}

/** Writes it, if the user wants. @returns what to tell */
async function offer(
  file: StackFile,
  change: StackChange,
  yes: boolean,
  ask: Surroundings["ask"],
): Promise<string> {
  if (change.isNothing) return `${file.name} says all of it already.\n`;
  const replaced =
    file.chatqna === undefined
      ? ""
      : `This replaces its targets.chatqna:\n${describeSettings(file.chatqna)}`;
  if (!yes && ask === undefined) {
    return `${replaced}Nothing was written, as there is no terminal to ask at. To write it, add --yes.\n`;
  }
  if (!yes && !(await ask?.(`${replaced}Write them to ${file.name}?`))) {
    return "Nothing was written.\n";
  }
  write(change);
  return `${yes ? replaced : ""}Wrote ${file.name}. Next: ${startOf(file.stack)}\n`;
}

function write(change: StackChange): boolean {
  if (!change.isNothing) change.write();
  return !change.isNothing;
}

function startOf(stack: string): string {
  return stack === localStack ? "npm start" : `npm start -- --stack ${stack}`;
}
