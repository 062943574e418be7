/** Datasource, folder and dashboard, each as the real provider handles it. */
import { type Properties, isRecord } from "../../../../providers/process/property-values";
import type { GrafanaClient } from "./client";

export interface Kind {
  /** What is wrong with the inputs. */
  check(inputs: Properties): readonly string[];
  /** The inputs in the form in which they are compared. */
  compared(inputs: Properties): Properties;
  /** Names of compared properties that no update can change. */
  readonly replacedBy: readonly string[];
  /** What Grafana alone can tell. */
  readonly computed: readonly string[];
  /** The inputs as the state keeps them. */
  stored(inputs: Properties): Properties;
  create(grafana: GrafanaClient, inputs: Properties): Promise<Computed>;
  update(grafana: GrafanaClient, uid: string, inputs: Properties): Promise<Properties>;
  exists(grafana: GrafanaClient, uid: string): Promise<boolean>;
  delete(grafana: GrafanaClient, uid: string): Promise<void>;
}

type Computed = Properties & { readonly uid: string };

export function kindOf(type: string): Kind {
  const kind = kinds[type];
  if (kind === undefined) throw new Error(`the stand-in has no resource type ${type}`);
  return kind;
}

const datasource: Kind = {
  check: ({ jsonDataEncoded, secureJsonDataEncoded }) => [
    ...jsonProblems("jsonDataEncoded", jsonDataEncoded),
    ...jsonProblems("secureJsonDataEncoded", secureJsonDataEncoded),
  ],
  compared: (inputs) => ({
    ...inputs,
    jsonDataEncoded: jsonOf(inputs["jsonDataEncoded"]),
    secureJsonDataEncoded: jsonOf(inputs["secureJsonDataEncoded"]),
  }),
  replacedBy: ["uid"],
  computed: [],
  stored: (inputs) => inputs,
  async create(grafana, inputs) {
    await grafana.call("POST", "/api/datasources", datasourceBody(inputs));
    return { uid: String(inputs["uid"]) };
  },
  async update(grafana, uid, inputs) {
    await grafana.call("PUT", `/api/datasources/uid/${uid}`, datasourceBody(inputs));
    return {};
  },
  exists: async (grafana, uid) =>
    (await grafana.call("GET", `/api/datasources/uid/${uid}`)) !== undefined,
  async delete(grafana, uid) {
    await grafana.call("DELETE", `/api/datasources/uid/${uid}`);
  },
};

const folder: Kind = {
  check: ({ title }) => (typeof title === "string" ? [] : ["title is missing"]),
  compared: (inputs) => inputs,
  replacedBy: ["uid"],
  computed: ["url"],
  stored: (inputs) => inputs,
  async create(grafana, { uid, title }) {
    const made = await grafana.call("POST", "/api/folders", { uid, title });
    return { uid: String(made?.["uid"]), url: made?.["url"] };
  },
  async update(grafana, uid, { title }) {
    await grafana.call("PUT", `/api/folders/${uid}`, { title, overwrite: true });
    return {};
  },
  exists: async (grafana, uid) => (await grafana.call("GET", `/api/folders/${uid}`)) !== undefined,
  async delete(grafana, uid) {
    await grafana.call("DELETE", `/api/folders/${uid}?forceDeleteRules=true`);
  },
};

const dashboard: Kind = {
  check: ({ configJson }) => jsonProblems("configJson", configJson),
  compared: ({ configJson, ...rest }) => ({
    ...rest,
    configJson: normalized(configJson),
    uidOfJson: normalized(configJson)["uid"],
  }),
  replacedBy: ["uidOfJson"],
  computed: ["uid", "url", "version", "dashboardId"],
  stored: ({ configJson, ...rest }) => ({
    ...rest,
    configJson: JSON.stringify(normalized(configJson)),
  }),
  create: (grafana, inputs) => save(grafana, inputs, inputs["overwrite"] === true),
  update: (grafana, _uid, inputs) => save(grafana, inputs, true),
  exists: async (grafana, uid) =>
    (await grafana.call("GET", `/api/dashboards/uid/${uid}`)) !== undefined,
  async delete(grafana, uid) {
    await grafana.call("DELETE", `/api/dashboards/uid/${uid}`);
  },
};

const kinds: Readonly<Record<string, Kind>> = {
  "grafana:oss/dataSource:DataSource": datasource,
  "grafana:oss/folder:Folder": folder,
  "grafana:oss/dashboard:Dashboard": dashboard,
};

function datasourceBody(inputs: Properties): object {
  return {
    uid: inputs["uid"],
    name: inputs["name"],
    type: inputs["type"],
    url: inputs["url"],
    access: inputs["accessMode"] ?? "proxy",
    isDefault: inputs["isDefault"] ?? false,
    basicAuth: inputs["basicAuthEnabled"] ?? false,
    basicAuthUser: inputs["basicAuthUsername"] ?? "",
    jsonData: jsonOf(inputs["jsonDataEncoded"]) ?? {},
    secureJsonData: jsonOf(inputs["secureJsonDataEncoded"]) ?? {},
  };
}

async function save(
  grafana: GrafanaClient,
  inputs: Properties,
  overwrite: boolean,
): Promise<Computed> {
  const saved = await grafana.call("POST", "/api/dashboards/db", {
    dashboard: normalized(inputs["configJson"]),
    folderUid: inputs["folder"],
    overwrite,
  });
  return {
    uid: String(saved?.["uid"]),
    url: saved?.["url"],
    version: saved?.["version"],
    dashboardId: saved?.["id"],
  };
}

/** Without what Grafana numbers itself: the dashboard's id and version, its panels' ids. */
function normalized(configJson: unknown): Properties {
  const model = jsonOf(configJson);
  if (!isRecord(model)) return {};
  const open = without(model, "id", "version");
  const panels = open["panels"];
  if (!Array.isArray(panels)) return open;
  return {
    ...open,
    panels: panels.map((panel: unknown) => (isRecord(panel) ? without(panel, "id") : panel)),
  };
}

function without(properties: Properties, ...names: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)));
}

function jsonOf(text: unknown): unknown {
  return typeof text === "string" ? JSON.parse(text) : undefined;
}

function jsonProblems(property: string, text: unknown): readonly string[] {
  try {
    jsonOf(text);
    return [];
  } catch (error) {
    return [`${property} contains an invalid JSON: ${String(error)}`];
  }
}
