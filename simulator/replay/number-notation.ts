/**
 * How a server writes the numbers of its samples. `rust`: the `metrics` crate of TGI and TEI, which
 * prints with Rust's Display (no exponent, no ".0"). `python`: prometheus_client of vLLM and OPEA.
 * Both print the shortest digits that read back as the same double, as JavaScript does, so only
 * the notation has to be translated.
 */
export type NumberNotation = "rust" | "python";

/** `value` is finite. */
export function writeNumber(value: number, notation: NumberNotation): string {
  return notation === "rust" ? plain(value) : python(value);
}

/**
 * Python's repr (always a "." or an exponent; exponents below 1e-4 and from 1e16), but with Go's
 * earlier exponent from 1e6 on for positive numbers, which prometheus_client imitates by a literal
 * "e+0" and the number of digits, so that 1e10 becomes "1e+010".
 */
function python(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    const { sign, digits, exponent } = shortest(value);
    const power = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign}${mantissa(digits)}e${exponent < 0 ? "-" : "+"}${power}`;
  }
  if (value >= 1e6) {
    const { digits, exponent } = shortest(value);
    return `${mantissa(digits)}e+0${exponent}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

function mantissa(digits: string): string {
  return digits.length === 1 ? digits : `${digits.slice(0, 1)}.${digits.slice(1)}`;
}

function plain(value: number): string {
  const text = String(value);
  if (!text.includes("e")) return text;
  const { sign, digits, exponent } = shortest(value);
  return exponent < 0
    ? `${sign}0.${"0".repeat(-exponent - 1)}${digits}`
    : sign + digits.padEnd(exponent + 1, "0");
}

/** Scientific notation taken apart: the value is sign d.ddd × 10^exponent. */
function shortest(value: number): { sign: string; digits: string; exponent: number } {
  const [coefficient = "", exponent = "0"] = Math.abs(value).toExponential().split("e");
  return {
    sign: value < 0 ? "-" : "",
    digits: coefficient.replace(".", ""),
    exponent: Number(exponent),
  };
}
