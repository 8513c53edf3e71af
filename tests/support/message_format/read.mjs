// Reads patterns from standard input, one JSON string a line, and prints what they ask for or null.
import { createInterface } from "node:readline";
import { parse, TYPE } from "@formatjs/icu-messageformat-parser";

const KINDS = {
  [TYPE.argument]: "string",
  [TYPE.number]: "number",
  [TYPE.date]: "date",
  [TYPE.time]: "time",
  [TYPE.select]: "select",
  [TYPE.plural]: "plural",
};

function walk(elements, found) {
  for (const element of elements) {
    if (!(element.type in KINDS)) continue;
    const ordinal = element.type === TYPE.plural && element.pluralType === "ordinal";
    found.push([element.value, ordinal ? "selectordinal" : KINDS[element.type]]);
    for (const option of Object.values(element.options ?? {})) walk(option.value, found);
  }
  return found;
}

for await (const line of createInterface({ input: process.stdin })) {
  let found = null;
  try {
    found = walk(parse(JSON.parse(line), { ignoreTag: true }), []);
  } catch {
    found = null;
  }
  console.log(JSON.stringify(found));
}
