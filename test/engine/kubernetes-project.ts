import { existsSync, readFileSync } from "node:fs";
import { EngineProject } from "./engine-project";
import type { ClusterState } from "./providers/kubernetes/cluster";
import { replaceFile } from "./providers/replace-file";

/** A copy of the project, whose stack `prod` the real engine brings up against a recorded cluster. */
export class KubernetesProject extends EngineProject {
  /** @param secret what no output of a preview may show */
  constructor(secret: string) {
    super("prod", secret, ["kubernetes", "grafana"]);
  }

  override environment(): NodeJS.ProcessEnv {
    return { ...super.environment(), RECORDED_CLUSTER: this.path("cluster.json") };
  }

  /** What the recording provider was asked, and what there is now. */
  cluster(): ClusterState {
    const file = this.path("cluster.json");
    if (!existsSync(file)) return { objects: {}, calls: [], reachedBy: {} };
    return JSON.parse(readFileSync(file, "utf8")) as ClusterState;
  }

  callsSince(count: number): readonly string[] {
    return this.cluster().calls.slice(count);
  }

  /** What somebody else did in the cluster. */
  changeCluster(change: (state: ClusterState) => void): void {
    const state = this.cluster();
    change(state);
    replaceFile(this.path("cluster.json"), JSON.stringify(state));
  }
}
