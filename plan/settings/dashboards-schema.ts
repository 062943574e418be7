import { z } from "zod";
import { flag, text } from "./kinds";
import { checksum, labelName, slug } from "./name-kinds";
import { settingDocs } from "./registries";

const anyLabel = () => labelName({}).register(settingDocs, { description: "A label." });

const dashboard = z.strictObject({
  source: text("a source").register(settingDocs, {
    description:
      "The dashboard's JSON: a file, relative to the project, or a URL. `npm run dashboards:import` checks one and prints its entry.",
    example: "boards/tgi.json",
  }),
  sha256: checksum()
    .register(settingDocs, {
      description: "What the file must be. Required for a URL, which may serve another tomorrow.",
    })
    .optional(),
  uid: slug()
    .register(settingDocs, {
      description:
        "Its uid here. With that of one of the project's own boards, `chatqna-tgi` for example, it takes its place.",
      otherwise: "made of its title",
      example: "chatqna-tgi",
    })
    .optional(),
  folder: text("a folder")
    .register(settingDocs, { description: "The title of its folder.", example: "ChatQnA" })
    .default("Imported"),
  inputs: z
    .record(text("the name of an input"), text("the value of an input"))
    .register(settingDocs, {
      description: "Values for its inputs (`__inputs`) that are no Prometheus.",
    })
    .default({}),
  renameLabels: z
    .record(anyLabel(), anyLabel())
    .register(settingDocs, {
      description: "Labels that the series have under another name here, like `container: job`.",
    })
    .default({}),
  rateInterval: flag()
    .register(settingDocs, {
      description: "True: the fixed windows of its rates become `$__rate_interval`.",
    })
    .default(false),
});

export const dashboardsSchema = z.array(dashboard);

export type ParsedDashboard = z.output<typeof dashboard>;
