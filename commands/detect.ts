import { homedir } from "node:os";
import { parseArgs } from "node:util";
import { propose } from "../plan/detect/chatqna-settings";
import { projectsOf } from "../plan/detect/projects";
import type { Onboarding } from "../plan/detect/stack-text";
import { UserError } from "../toolchain/user-error";
import { askOnTerminal } from "./docker/ask";
import { chooseProject } from "./docker/choose-project";
import { describe, describeSettings, detectionFacts } from "./docker/detection-report";
import { type DockerUser, dockerEndpoint } from "./docker/endpoint";
import { listContainers } from "./docker/list-containers";
import { type StackChange, type StackFile, openStackFile } from "./docker/stack-file";
import { viewpointOf } from "./docker/viewpoint";
import { localStack, projectDirectory } from "./local/paths";

const help = `npm run detect [-- options]

Looks at the containers of Docker, recognises the ChatQnA among them, shows what was found and what
could not be placed, and after asking writes it to Pulumi.<stack>.yaml, under targets.chatqna.

  --project <name>  The compose project to look at. Default: the one that is a ChatQnA.
  --stack <name>    The stack to write to. Default local.
  --yes             Write without asking, over what is there too.
  --json            For machines. Asks nothing; writes with --yes only.
  --help            This text.

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
  const file = openStackFile(around.directory, options.stack);
  const endpoint = dockerEndpoint(around.user, file.dockerHost);
  const project = chooseProject(projectsOf(await listContainers(endpoint)), options.project);
  const viewpoint = viewpointOf(file.platform, project.recognition, endpoint);
  const proposal = propose(project.recognition, viewpoint);
  const network = viewpoint.via === "compose" ? { network: viewpoint.network } : {};
  const change = file.with({ chatqna: proposal.chatqna, ...network });
  if (options.json) {
    const written = options.yes && write(change);
    const facts = { ...detectionFacts(project, proposal), ...network, stackFile: file.name };
    around.print(`${JSON.stringify({ ...facts, written, problems: change.problems }, null, 2)}\n`);
  } else {
    around.print(describe(project, proposal));
    around.print(describeChange(file, { chatqna: proposal.chatqna, ...network }, change));
    around.print(await offer(file, change, options.yes, around.ask));
  }
  return change.problems === undefined ? 0 : 1;
}

interface Options {
  readonly project?: string | undefined;
  readonly stack: string;
  readonly yes: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

function readOptions(args: readonly string[]): Options {
  const flag = { type: "boolean", default: false } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        project: { type: "string" },
        stack: { type: "string", default: localStack },
        yes: flag,
        json: flag,
        help: flag,
      },
    }).values;
  } catch (error) {
    throw new UserError(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
}

function describeChange(file: StackFile, onboarding: Onboarding, change: StackChange): string {
  const { chatqna, network } = onboarding;
  return [
    `\nSettings for ${file.name}:\n`,
    describeSettings({
      targets: { chatqna },
      ...(network !== undefined && { docker: { network } }),
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
