import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { readDashboardTexts } from "../components/dashboard-texts";
import { PlanError } from "../plan/plan-error";
import { makePlan } from "../plan/plan";
import type { Settings } from "../plan/settings/settings";
import { UserError } from "../toolchain/user-error";
import { type RenderedFile, isAppliedApart, renderedFiles } from "./render/rendered-files";
import { writeFiles } from "./render/write-files";
import { checkSettings } from "./stack/check-settings";

const help = `npm run render [-- --stack <name>] [--to <folder>]

Writes the objects of a stack on platform kubernetes as YAML, for kubectl, Argo CD or Flux: the same
that pulumi up registers. Secrets are references to Secrets that must exist; SECRETS.md lists them.
Needs no cluster, no engine and no secret.

  --stack <name>  Default prod.
  --to <folder>   Default manifests/<stack>.
  --help          This text.

Exit code: 0 when the files are written, 1 otherwise.
`;

export async function main(args: readonly string[]): Promise<number> {
  const { stack, to, wantsHelp } = readOptions(args);
  if (wantsHelp) {
    process.stdout.write(help);
    return 0;
  }
  const settings = checkSettings(stack);
  if (settings === undefined) throw new UserError(`There is no Pulumi.${stack}.yaml to render.`);
  if (settings.platform !== "kubernetes") {
    throw new UserError(
      `Stack ${stack} is on platform ${settings.platform}, which has no manifests. Name one on platform kubernetes: npm run render -- --stack prod`,
    );
  }
  const files = await render(stack, settings);
  const directory = to ?? `manifests/${stack}`;
  writeFiles(resolve(directory), files);
  process.stdout.write(report(directory, files, settings));
  return 0;
}

function readOptions(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        stack: { type: "string", default: "prod" },
        to: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    return { stack: values.stack, to: values.to, wantsHelp: values.help };
  } catch (error) {
    throw new UserError(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
}

async function render(stack: string, settings: Settings): Promise<readonly RenderedFile[]> {
  if (settings.grafana.content === "api") {
    throw new UserError(
      "grafana.content is api: datasource and boards go to Grafana by pulumi up, and would not be among the manifests. Remove it to have them rendered.",
    );
  }
  const dashboards = await readDashboardTexts(settings.dashboards);
  try {
    const complete = withGrafanaSecrets(settings);
    return renderedFiles(makePlan(complete, { stack, dashboards }), complete);
  } catch (error) {
    throw error instanceof PlanError ? new UserError(error.message) : error;
  }
}

/** Nobody needs to have set them here: only their names are written. */
export function withGrafanaSecrets(settings: Settings): Settings {
  const { grafana } = settings;
  return {
    ...settings,
    grafana: {
      ...grafana,
      adminPassword: grafana.adminPassword ?? { secret: "grafana.adminPassword" },
      secretKey: grafana.secretKey ?? { secret: "grafana.secretKey" },
    },
  };
}

function report(directory: string, files: readonly RenderedFile[], settings: Settings): string {
  const needsSecrets = files.some(({ path }) => path === "SECRETS.md");
  const { namespace } = settings.kubernetes;
  const apart = files.filter(({ path }) => isAppliedApart(path, settings));
  return [
    `${files.length} files in ${directory}.`,
    ...apart.map(
      ({ path }) =>
        `First: kubectl apply --server-side -f ${directory}/${path}, which stays with the claims that are kept.`,
    ),
    ...(needsSecrets
      ? [
          `${apart.length > 0 ? "Then" : "First"} make the Secrets in namespace ${namespace} that ${directory}/SECRETS.md lists.`,
        ]
      : []),
    `Then: kubectl apply --server-side -k ${directory}`,
    "",
  ].join("\n");
}
