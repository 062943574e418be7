import { z } from "zod";

/** What is true of every setting of a kind: a port, a duration. */
export interface Kind {
  /** What the page of documentation calls such a value: "port", or the values themselves. */
  readonly label: string;
  /** Half a sentence for messages and the page: "a port is a whole number from 1 to 65535". */
  readonly rule: string;
  /**
   * In place of the rule, for a value whose mistake can be told: what is wrong and what to write.
   * Undefined where the rule says it all. Never called with a secret.
   */
  readonly explain?: (value: unknown) => string | undefined;
  /** In place of a value that is long, or may be something that it should not be: a key. */
  readonly shows?: (value: unknown) => string | undefined;
  /** The value is a secret: never shown, and refused in plain text. */
  readonly secret?: true;
}

/** What is true of one setting, for the page of documentation and for editors. */
export interface SettingDoc {
  readonly description: string;
  /** The default in words, where it follows from something else. */
  readonly otherwise?: string;
  readonly example?: string | number;
}

export const kinds = z.registry<Kind>();
export const settingDocs = z.registry<SettingDoc>();
