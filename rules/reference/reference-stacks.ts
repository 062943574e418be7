import { watchedStack } from "../../plan/watched-stack";
import { parseSettings } from "../../plan/settings/parse-settings";
import { plannedTargets } from "../../plan/targets/planned-targets";
import type { WatchedStack } from "../watched-stack";

/** What a stack may watch, in a reader's words, and a deployment or target that has it. */
interface Kind {
  readonly words: string;
  readonly targets: object;
}

const target = (job: string) => ({ static: [{ job, address: "host.example:80" }] });

const kinds: readonly Kind[] = [
  { words: "TGI", targets: target("tgi") },
  { words: "vLLM", targets: target("vllm") },
  { words: "TEI", targets: target("tei-embedding") },
  { words: "the megaservice", targets: target("chatqna-backend-server") },
  { words: "retriever", targets: target("retriever") },
  { words: "Redis", targets: target("prometheus-redis-exporter") },
  { words: "Qdrant", targets: target("qdrant") },
  { words: "Milvus", targets: target("milvus") },
  { words: "a host", targets: target("prometheus-node-exporter") },
  { words: "NVIDIA GPUs", targets: target("prometheus-dcgm-exporter") },
  { words: "Gaudi", targets: target("prometheus-gaudi-exporter") },
  { words: "probed pages", targets: target("prometheus-blackbox-exporter") },
];

/** A stack that watches nothing but itself. */
export function bareStack(): WatchedStack {
  return stackWith({});
}

/** For each thing that may be watched, a stack that watches nothing else. */
export function singleStacks(): readonly {
  readonly words: string;
  readonly stack: WatchedStack;
}[] {
  return kinds.map(({ words, targets }) => ({ words, stack: stackWith(targets) }));
}

/** A stack with targets of these jobs and no others. */
export function stackOf(jobs: readonly string[], objectives: object = {}): WatchedStack {
  const targets = jobs.flatMap((job) => target(job).static);
  return stackWith({ static: targets }, objectives);
}

/** All of it at once, with the default objectives and limits. */
export function completeStack(): WatchedStack {
  const all = kinds.map(({ targets }) => stackWith(targets).targets);
  return { ...stackWith({}), targets: all.flat() };
}

function stackWith(targets: object, objectives: object = {}): WatchedStack {
  const parsed = parseSettings(
    { targets, objectives },
    { stack: "reference", isSecret: () => false },
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return watchedStack(parsed.settings, plannedTargets(parsed.settings.targets));
}
