import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SecretShape } from "../../components/platforms/kubernetes/config-objects";
import { makePlan } from "../../plan/plan";
import { parseSettings } from "../../plan/settings/parse-settings";
import { type RenderedObjects, renderedFiles, renderedObjects } from "../render/rendered-files";
import { writeFiles } from "../render/write-files";
import type { Finished, Kubectl } from "./kubectl";

const stack = "e2e";

/** A stack as people have it who apply what `npm run render` wrote. */
export class RenderedStack {
  readonly objects: RenderedObjects;
  private readonly files: ReturnType<typeof renderedFiles>;
  private readonly secrets: Readonly<Record<string, string>>;

  /** @param raw settings as a user writes them */
  constructor(
    private readonly kubectl: Kubectl,
    raw: Readonly<Record<string, unknown>>,
  ) {
    const parsed = parseSettings(raw, { stack, isSecret: () => true });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    const plan = makePlan(parsed.settings, { stack, dashboards: { imported: [] } });
    this.objects = renderedObjects(plan, parsed.settings);
    this.files = renderedFiles(plan, parsed.settings);
    this.secrets = parsed.secrets;
  }

  get servers(): readonly Server[] {
    return this.objects.manifests.flatMap(({ kind, metadata, ...rest }) => {
      if (kind !== "StatefulSet" && kind !== "Deployment") return [];
      const { replicas } = rest["spec"] as { readonly replicas: number };
      return [{ kind, name: metadata.name, namespace: metadata.namespace ?? "", replicas }];
    });
  }

  /** What must be there before the rest: the namespace, if it is the stack's, and the Secrets. */
  async prepare(): Promise<void> {
    const namespace = this.objects.manifests.filter(({ kind }) => kind === "Namespace");
    const secrets = this.objects.secrets.map((secret) => this.withValues(secret));
    const items = [...namespace, ...secrets];
    if (items.length === 0) return;
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items });
    await this.kubectl.run(["apply", "--server-side", "--filename=-"], list);
  }

  /** @throws Error with what the API server refuses, or warns of */
  async apply(): Promise<void> {
    const { code, stderr } = await this.attempt();
    if (code !== 0) throw new Error(stderr);
    if (/^Warning/m.test(stderr)) throw new Error(`The API server warns:\n${stderr}`);
  }

  attempt(): Promise<Finished> {
    const args = ["apply", "--server-side", "--validate=strict", "--kustomize"];
    return this.inDirectory((directory) => this.kubectl.attempt([...args, directory]));
  }

  /** All that `apply` applied, and the Secrets; waits until they are gone. */
  async delete(): Promise<void> {
    const args = ["delete", "--ignore-not-found", "--timeout=120s"];
    await this.inDirectory((directory) => this.kubectl.run([...args, "--kustomize", directory]));
    for (const { manifest } of this.objects.secrets) {
      const { name, namespace = "" } = manifest.metadata;
      await this.kubectl.run([...args, "secret", name, "--namespace", namespace]);
    }
  }

  /** By `Kind/name`, what the API server counts up with each change of an object of the stack. */
  async versions(): Promise<ReadonlyMap<string, string>> {
    const { manifests } = this.objects;
    const kinds = [...new Set(manifests.map(({ kind }) => kind))];
    const found = (await this.kubectl.json([
      "get",
      kinds.filter((kind) => kind !== "Namespace").join(","),
      "--all-namespaces",
      `--selector=app.kubernetes.io/instance=${stack},app.kubernetes.io/part-of=chatqna-monitoring`,
    ])) as { readonly items: readonly ListedObject[] };
    const own = new Set(manifests.map(placeOf));
    return new Map(
      found.items
        .filter((object) => own.has(placeOf(object)))
        .map(({ kind, metadata: { name, generation, resourceVersion } }) => [
          `${kind}/${name}`,
          // Controllers write an object's status, which counts up its version and not its generation.
          String(generation ?? resourceVersion),
        ]),
    );
  }

  private async inDirectory<T>(use: (directory: string) => Promise<T>): Promise<T> {
    const directory = mkdtempSync(join(tmpdir(), "e2e-manifests-"));
    try {
      writeFiles(directory, this.files);
      return await use(directory);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }

  private withValues({ manifest, entries }: SecretShape): unknown {
    const filled = Object.entries(entries).map(([key, content]) => [
      key,
      content
        .map((part) => (typeof part === "string" ? part : (this.secrets[part.secret] ?? "")))
        .join(""),
    ]);
    return { ...manifest, stringData: Object.fromEntries(filled) as unknown };
  }
}

/** What keeps pods running. */
interface Server {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly replicas: number;
}

function placeOf({ kind, metadata: { namespace = "", name } }: PlacedObject): string {
  return `${kind}/${namespace}/${name}`;
}

interface PlacedObject {
  readonly kind: string;
  readonly metadata: { readonly namespace?: string; readonly name: string };
}

interface ListedObject extends PlacedObject {
  readonly metadata: PlacedObject["metadata"] & {
    readonly generation?: number;
    readonly resourceVersion: string;
  };
}

/** The objects that changed between two looks. */
export function changedBetween(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((id) => before.get(id) !== after.get(id))
    .sort();
}
