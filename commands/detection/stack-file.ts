import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import { type Onboarding, readStackText, withOnboarding } from "../../plan/detect/stack-text";
import { formatProblems } from "../../plan/settings/problem";
import type { Platform } from "../../plan/settings/settings";
import { readStackFile } from "../../plan/settings/stack-file";
import { UserError } from "../../toolchain/user-error";

/** The settings of a stack that can watch what is detected. */
export interface StackFile<P extends Platform = Platform> {
  readonly stack: string;
  /** `Pulumi.<stack>.yaml` */
  readonly name: string;
  readonly platform: P;
  readonly dockerHost: string | undefined;
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  /** `targets.chatqna` as it is; undefined if there is none. */
  readonly chatqna: unknown;
  readonly with: (onboarding: Onboarding) => StackChange;
}

/** What would be written. */
export interface StackChange {
  /** Whether the file says all of it already. */
  readonly isNothing: boolean;
  /** For people: why a stack with these settings would be refused. */
  readonly problems: string | undefined;
  readonly write: () => void;
}

/** What is looked at, and the platforms whose stacks watch it. */
export interface Watched<P extends Platform> {
  readonly what: string;
  readonly platforms: readonly P[];
}

/** @throws UserError if there is no such file, or its stack cannot watch that */
export function openStackFile<P extends Platform>(
  directory: string,
  stack: string,
  watched: Watched<P>,
): StackFile<P> {
  const name = `Pulumi.${stack}.yaml`;
  const path = join(directory, name);
  if (!existsSync(path)) throw new UserError(noSuchStack(directory, name));
  const text = readFileSync(path, "utf8");
  const { platform, ...settings } = readOrRefuse(name, text);
  return {
    stack,
    name,
    platform: supportedPlatform(name, platform, watched),
    ...settings,
    with: (onboarding) => {
      const changed = withOnboarding(text, onboarding);
      const checked = readStackFile(changed, stack);
      return {
        isNothing: isDeepStrictEqual(parse(changed), parse(text)),
        problems: checked.ok ? undefined : formatProblems(name, checked.problems),
        write: () => {
          writeFileSync(path, changed);
        },
      };
    },
  };
}

function readOrRefuse(name: string, text: string) {
  try {
    return readStackText(text);
  } catch {
    throw new UserError(`${name} is not valid YAML. npm start names the line; mend it first.`);
  }
}

function supportedPlatform<P extends Platform>(
  name: string,
  platform = "process",
  { what, platforms }: Watched<P>,
): P {
  const supported = platforms.find((one) => one === platform);
  if (supported !== undefined) return supported;
  throw new UserError(
    `${name} has platform: ${platform}, which does not watch ${what}. Name a stack with platform ${platforms.join(" or ")}: npm run detect -- --stack <name>`,
  );
}

function noSuchStack(directory: string, name: string): string {
  const stacks = readdirSync(directory)
    .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();
  return `There is no ${name}. Stacks with settings here: ${stacks.join(", ") || "none"}.`;
}
