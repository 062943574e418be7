import { z } from "zod";
import { namespace, settingsSchema } from "./schema";
import { docOf, kindOf } from "./schema-walk";

type Json = Record<string, unknown>;

/**
 * The JSON Schema of `Pulumi.<stack>.yaml`, for editors. Draft 7, which is what they know best.
 * Checks of several settings against each other have no place in it.
 */
export function stackFileJsonSchema(): Json {
  const settings = z.toJSONSchema(settingsSchema, {
    target: "draft-7",
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      describe(zodSchema, jsonSchema);
    },
  });
  const names = Object.keys(settingsSchema.shape);
  const own = Object.entries(settings.properties ?? {}).map(([name, schema]) => [
    `${namespace}:${name}`,
    schema,
  ]);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Settings of a stack of ChatQnA monitoring",
    type: "object",
    properties: {
      config: {
        type: "object",
        properties: Object.fromEntries(own) as Json,
        patternProperties: { [`^${namespace}:(?!(${names.join("|")})$)`]: false },
      },
    },
  };
}

function describe(schema: z.core.$ZodType, json: Json): void {
  const { type } = schema._zod.def;
  const kind = kindOf(schema);
  const doc = docOf(schema);
  if (type === "prefault") delete json["default"];
  if (json["maximum"] === Number.MAX_SAFE_INTEGER) delete json["maximum"];
  if (kind?.secret === true) Object.assign(json, encrypted);
  if (type === "pipe") allowNumbers(json);
  if (doc === undefined) return;
  const otherwise = doc.otherwise === undefined ? "" : ` Default: ${doc.otherwise}.`;
  json["description"] = `${doc.description}${otherwise}`;
  if (doc.example !== undefined) json["examples"] = [doc.example];
}

/** Plain text is not allowed in a secret's place, and what Pulumi makes of it is. */
const encrypted = {
  type: "object",
  properties: { secure: { type: "string" } },
  required: ["secure"],
  additionalProperties: false,
};

/** What stands without quotes is a number to an editor: `release: 1.5`. */
function allowNumbers(json: Json): void {
  const values = json["enum"] as readonly unknown[] | undefined;
  json["type"] = ["string", "number"];
  if (values !== undefined) json["enum"] = [...values, ...values.map(Number)];
}
