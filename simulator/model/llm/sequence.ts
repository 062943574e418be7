import type {
  FinishReason,
  GenerationClient,
  GenerationRequest,
  GenerationResult,
} from "./generation";

/** A generation inside an engine. */
export class Sequence {
  readonly target: number;
  generated = 0;
  /** Tokens whose keys and values are in the KV-cache. */
  computed = 0;
  /** KV blocks held. */
  blocks = 0;
  preemptions = 0;
  cachedTokens = 0;
  scheduled = -1;
  firstToken = -1;
  lastToken = -1;
  /** Its client went away. */
  cancelled = false;
  /** It is in no batch any more. */
  left = false;

  constructor(
    readonly request: GenerationRequest,
    readonly client: GenerationClient,
    readonly arrived: number,
  ) {
    this.target = Math.max(1, Math.min(request.maxNewTokens, request.naturalLength));
  }

  /** Tokens that must be computed before the next one can come. */
  get length(): number {
    return this.request.inputTokens + this.generated;
  }

  get isDone(): boolean {
    return this.generated >= this.target;
  }

  /** Takes note of a token, without telling the client. */
  addToken(at: number): void {
    this.generated++;
    this.lastToken = at;
    if (this.firstToken < 0) this.firstToken = at;
  }

  result(): GenerationResult {
    return {
      reason: this.reason,
      tokens: this.generated,
      arrived: this.arrived,
      scheduled: this.scheduled,
      firstToken: this.firstToken,
      ended: this.lastToken,
      preemptions: this.preemptions,
    };
  }

  /** Undefined while more tokens are to come. */
  get finish(): FinishReason | undefined {
    return this.isDone ? this.reason : undefined;
  }

  get reason(): FinishReason {
    return this.request.naturalLength <= this.request.maxNewTokens ? "stop" : "length";
  }
}
