import { PlanError } from "../../plan/plan-error";
import { datasourceUid } from "../../plan/workloads/grafana-provisioning";

/** What is to be in Grafana, but for the secrets. */
export interface ContentDescription {
  /** Where the program reaches Grafana: `http://127.0.0.1:3000`. */
  readonly url: string;
  /** The user that everything is made as. */
  readonly username: string;
  readonly datasource: DatasourceDescription;
  readonly folders: readonly FolderDescription[];
  readonly dashboards: readonly DashboardDescription[];
}

export interface DatasourceDescription {
  /** Where Grafana's server reaches Prometheus, which need not be where the program does. */
  readonly url: string;
  /** The scrape interval, as `15s`: what `$__rate_interval` is computed from. */
  readonly timeInterval: string;
  /** As whom Grafana asks Prometheus; undefined where Prometheus asks for nobody. */
  readonly username?: string;
  /** PEM text that Prometheus' certificate is checked against, where it is a private one. */
  readonly caCertificate?: string;
  /** A name in the certificate, where the URL has another. Goes with `caCertificate`. */
  readonly serverName?: string;
}

export interface FolderDescription {
  readonly uid: string;
  readonly title: string;
}

export interface DashboardDescription {
  /** Must be the one in `json` too: there the provider takes it from. */
  readonly uid: string;
  /** The uid of one of the folders. */
  readonly folder: string;
  /** A dashboard as Grafana exports it, with every placeholder resolved. */
  readonly json: string;
}

/** The arguments of the resources of @pulumiverse/grafana, as far as they hold no secret. */
export interface ContentArguments {
  readonly provider: {
    readonly url: string;
    readonly retries: number;
    readonly retryWait: number;
    readonly retryStatusCodes: string[];
  };
  readonly datasource: {
    readonly uid: string;
    readonly name: string;
    readonly type: string;
    readonly url: string;
    readonly accessMode: string;
    readonly isDefault: boolean;
    readonly basicAuthEnabled: boolean;
    readonly basicAuthUsername?: string;
    readonly jsonDataEncoded: string;
  };
  readonly folders: readonly FolderDescription[];
  readonly dashboards: readonly {
    readonly uid: string;
    readonly folder: string;
    readonly configJson: string;
    readonly overwrite: boolean;
  }[];
}

/** @throws PlanError naming everything that Grafana would refuse, or silently make something else of. */
export function contentArguments(description: ContentDescription): ContentArguments {
  const problems = [
    ...connectionProblems(description),
    ...folderProblems(description.folders),
    ...dashboardProblems(description),
  ];
  if (problems.length > 0) throw new PlanError(problems.join("\n"));

  return {
    provider: { url: description.url, ...retries },
    datasource: datasourceArguments(description.datasource),
    folders: description.folders,
    dashboards: description.dashboards.map(({ uid, folder, json }) => ({
      uid,
      folder,
      configJson: json,
      // A database that outlived its stack has it already, and it is ours by its uid.
      overwrite: true,
    })),
  };
}

/**
 * The server is ready before the provider asks it anything: 20 seconds are for the way to it, a
 * tunnel or a proxy that is slower. Connection errors are always tried again; of the answers only
 * those that time can mend. Releases of the provider differ in whether they try 401 and 412 again
 * by default, which makes a wrong password cost the whole time for each resource.
 */
const retries = { retries: 10, retryWait: 2, retryStatusCodes: ["429", "5xx"] };

function datasourceArguments(datasource: DatasourceDescription): ContentArguments["datasource"] {
  const { url, timeInterval, username, caCertificate, serverName } = datasource;
  return {
    uid: datasourceUid,
    name: "Prometheus",
    type: "prometheus",
    url,
    accessMode: "proxy",
    isDefault: true,
    basicAuthEnabled: username !== undefined,
    ...(username !== undefined && { basicAuthUsername: username }),
    jsonDataEncoded: JSON.stringify({
      // A query of a large board does not fit into a URL.
      httpMethod: "POST",
      timeInterval,
      ...(caCertificate !== undefined && { tlsAuthWithCACert: true }),
      ...(serverName !== undefined && { serverName }),
    }),
  };
}

function connectionProblems({ url, username }: ContentDescription): readonly string[] {
  const problems: string[] = [];
  if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : "")) {
    problems.push(`Grafana's URL is ${JSON.stringify(url)}. Give it as http://host:port.`);
  }
  // The provider takes both as one text and splits it at the first colon.
  if (username.includes(":")) {
    problems.push(
      `Grafana's user is called ${JSON.stringify(username)}. Choose a name without a colon.`,
    );
  }
  return problems;
}

function folderProblems(folders: readonly FolderDescription[]): readonly string[] {
  return [
    ...folders.flatMap(({ uid, title }) => uidProblems(uid, `The folder "${title}"`)),
    ...twice(folders.map(({ uid }) => uid)).map(
      (uid) => `Two folders have the uid ${uid}. Give each its own.`,
    ),
  ];
}

function dashboardProblems(description: ContentDescription): readonly string[] {
  const { folders, dashboards } = description;
  const known = folders.map(({ uid }) => uid);
  return [
    ...dashboards.flatMap(({ uid, folder, json }) => [
      ...uidProblems(uid, "A dashboard"),
      ...modelProblems(uid, json),
      ...(known.includes(folder)
        ? []
        : [
            `The dashboard ${uid} is to be in the folder ${folder}, which there is not. ` +
              `There are: ${known.join(", ") || "none"}.`,
          ]),
    ]),
    ...twice(dashboards.map(({ uid }) => uid)).map(
      (uid) =>
        `Two dashboards have the uid ${uid}. Give each its own, or one overwrites the other.`,
    ),
  ];
}

/** Grafana's own rule for a uid: it becomes part of a URL. */
function uidProblems(uid: string, owner: string): readonly string[] {
  if (/^[a-zA-Z0-9_-]{1,40}$/.test(uid)) return [];
  return [
    `${owner} has the uid ${JSON.stringify(uid)}. ` +
      `Choose 1 to 40 of the characters a-z, A-Z, 0-9, - and _.`,
  ];
}

function modelProblems(uid: string, json: string): readonly string[] {
  const model = parsed(json);
  if (typeof model !== "object" || model === null || Array.isArray(model)) {
    return [`The dashboard ${uid} is not a JSON object. Export it from Grafana again.`];
  }
  const found = (model as Readonly<Record<string, unknown>>)["uid"];
  if (found === uid) return [];
  return [
    `The dashboard ${uid} has ${found === undefined ? "no uid" : `the uid ${JSON.stringify(found)}`} ` +
      `in its JSON. Set it to "${uid}" there.`,
  ];
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function twice(uids: readonly string[]): readonly string[] {
  return [...new Set(uids.filter((uid, index) => uids.indexOf(uid) !== index))];
}
