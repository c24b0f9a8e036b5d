/** What cannot be shown or would turn the writing around, and line breaks: a subject is one line. */
const unshown = /[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+/gu;
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]|[\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const longest = 80;
const longestReason = 1_000;

/** What people wrote, made fit to stand in a sentence of ours; names in other directions stay between their neighbours. */
function plain(text: string, most: number): string {
  const clean = text.replaceAll(unshown, ' ').replaceAll(/\s+/g, ' ').trim();
  const short = shorten(clean, most);
  return rightToLeft.test(short) ? `\u2068${short}\u2069` : short;
}

function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    if (kept.length + segment.length > most - 1) break;
    kept += segment;
  }
  return `${kept || text.slice(0, most - 1)}…`;
}

/** Whole, http or https, and without a sign that could end an attribute. */
function address(name: string, value: unknown): string {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw new Error(`${name} of a message is no address`);
  return url.href.replaceAll("'", '%27');
}

/** Every value of a message, cleaned by its kind, so that no template has to think of it. */
export function plainValues<P extends object>(params: P): P {
  const cleaned = Object.entries(params).map(([name, value]) => {
    if (/(link|url)$/i.test(name)) return [name, value === null ? null : address(name, value)];
    if (Array.isArray(value))
      return [name, value.map((one) => (typeof one === 'object' ? plainValues(one) : one))];
    if (typeof value !== 'string') return [name, value];
    return [name, plain(value, name === 'reason' ? longestReason : longest)];
  });
  return Object.fromEntries(cleaned) as P;
}

export const plainName = (name: string): string => plain(name, longest);
