/** A piece of a text. `source` is what stands for it in the text: all sources in a row are the text again. */
export type RichPart =
  | { kind: 'text'; text: string; source: string }
  | { kind: 'code'; code: string; source: string }
  | { kind: 'code-block'; code: string; source: string }
  | { kind: 'math'; tex: string; display: boolean; source: string };

/** Whatever is longer is shown as it stands: a question never is. */
const longestText = 5_000;
const longestMath = 500;
const longestDisplay = 2_000;

/** ```` ``` ```` on a line of its own, to the next one. The language behind the first is nobody's matter: nothing is coloured. */
const fence = /(?<=^|\n)```[^\n`]*\n(?:(.*?)\n)?```(?=\n|$)/sy;
/** One or two backticks, as in Markdown; two where a backtick is in the code. */
const code = /(`{1,2})(?!`)([^\n]+?)(?<!`)\1(?!`)/y;
const display = /\$\$((?:[^$\\]|\\.)+)\$\$/sy;
/**
 * One dollar begins a formula where no space follows it, and ends it where no space stands before it and no digit follows:
 * so "$5 and $10" is money. All on one line.
 */
const inline = /\$(?![\s$])((?:[^$\\\n]|\\[^\n])+)(?<!\s)\$(?![\d$])/y;
const escaped = /\\[$`]/y;
const special = /[\\`$]/g;

/** "5 and 10" between two dollars: an amount, and words in a row with it. Commands and what is in braces are no words. */
function isMoney(tex: string): boolean {
  if (!/^\d/.test(tex)) return false;
  const bare = tex.replaceAll(/\\[a-z]+/gi, '').replaceAll(/\{[^{}]*\}/g, '');
  return /(?:^|\s)\p{L}{2,}(?:[\s,.;:!?]|$)/u.test(bare);
}

const matchAt = (rule: RegExp, text: string, at: number): RegExpExecArray | null => {
  rule.lastIndex = at;
  return rule.exec(text);
};

function partAt(text: string, at: number): RichPart | null {
  const block = matchAt(fence, text, at);
  if (block) return { kind: 'code-block', code: block[1] ?? '', source: block[0] };
  const word = matchAt(code, text, at);
  if (word) return { kind: 'code', code: trimmedOnce(word[2]!), source: word[0] };
  const shown = matchAt(display, text, at);
  if (shown && shown[1]!.trim() !== '' && shown[1]!.length <= longestDisplay)
    return { kind: 'math', tex: shown[1]!.trim(), display: true, source: shown[0] };
  const formula = matchAt(inline, text, at);
  if (formula && formula[1]!.length <= longestMath && !isMoney(formula[1]!))
    return { kind: 'math', tex: formula[1]!, display: false, source: formula[0] };
  const sign = matchAt(escaped, text, at);
  return sign && { kind: 'text', text: sign[0].slice(1), source: sign[0] };
}

/** `` `a` `` inside two backticks is written with a space on either side, which does not belong to it. */
const trimmedOnce = (inside: string): string =>
  /^ .*\S.* $/.test(inside) && inside.includes('`') ? inside.slice(1, -1) : inside;

/**
 * Takes a text apart into words, code and formulas. Never throws and loses nothing: what is not well-formed stays text.
 * `\$` and `` \` `` are the signs themselves.
 */
export function parseRichText(text: string): RichPart[] {
  if (text.length > longestText) return [{ kind: 'text', text, source: text }];
  const parts: RichPart[] = [];
  const addText = (words: string, source: string) => {
    const last = parts.at(-1);
    if (last?.kind === 'text')
      parts[parts.length - 1] = { kind: 'text', text: last.text + words, source: last.source + source };
    else if (source !== '') parts.push({ kind: 'text', text: words, source });
  };
  let at = 0;
  while (at < text.length) {
    special.lastIndex = at;
    const next = special.exec(text)?.index ?? text.length;
    const before = text.slice(at, next);
    addText(before, before);
    if (next === text.length) break;
    const part = partAt(text, next);
    if (part === null) addText(text[next]!, text[next]!);
    else if (part.kind === 'text') addText(part.text, part.source);
    else parts.push(part);
    at = next + (part?.source.length ?? 1);
  }
  return parts;
}
