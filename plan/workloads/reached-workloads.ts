import type { Text, Workload } from "./workload";

/** The names of the workloads that a workload reaches, as its texts refer to them. */
export function reachedWorkloads({ args, env, files }: Workload): ReadonlySet<string> {
  const texts: readonly Text[] = [
    ...args,
    ...Object.values(env),
    ...files.map(({ content }) => content),
  ];
  return new Set(
    texts.flatMap((text) =>
      typeof text === "string"
        ? []
        : text.flatMap((part) =>
            typeof part !== "string" && part.ref === "reach" ? [part.workload] : [],
          ),
    ),
  );
}
