import { setImmediate } from 'node:timers/promises';

/** Items of a list that become text in one go. */
const atOnce = 20;

/** `JSON.stringify(value)`, piece by piece: of each list below the top a few items, and then others have their turn. */
export async function* jsonInPieces(value: object): AsyncGenerator<string> {
  let before = '{';
  for (const [name, part] of Object.entries(value)) {
    if (part === undefined) continue;
    const head = `${before}${JSON.stringify(name)}:`;
    before = ',';
    if (!Array.isArray(part) || part.length <= atOnce) {
      yield head + JSON.stringify(part);
      continue;
    }
    yield `${head}[`;
    for (let from = 0; from < part.length; from += atOnce) {
      const items = JSON.stringify(part.slice(from, from + atOnce)).slice(1, -1);
      yield from === 0 ? items : `,${items}`;
      await setImmediate();
    }
    yield ']';
  }
  yield before === '{' ? '{}' : '}';
}
