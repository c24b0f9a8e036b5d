import {
  DataSet,
  englishDataset,
  englishRecommendedTransformers,
  parseRawPattern,
  RegExpMatcher,
} from 'obscenity';

/** Patterns in the library's syntax: `|` is the edge of a word, `[x]` may be missing. */
interface Addition {
  word: string;
  patterns: string[];
  /** Kind words that hold the pattern. */
  unless?: string[];
}

/** Insults a class knows that the library's English list leaves out. */
const english: Addition[] = [
  { word: 'hitler', patterns: ['hitler'] },
  { word: 'nazi', patterns: ['|nazi|', '|nazis|'] },
  { word: 'kys', patterns: ['|kys|'] },
  { word: 'stfu', patterns: ['|stfu|'] },
  { word: 'pedo', patterns: ['|pedo|', 'pedofil', 'pedophil'] },
];

const spanish: Addition[] = [
  {
    word: 'puta',
    patterns: ['|put[a][s]|', '|puto[s]|', '|putit[a]', 'eputa|', 'oputa|', 'eputas|', 'oputas|'],
    unless: ['put'],
  },
  { word: 'mierda', patterns: ['mierda'] },
  { word: 'coño', patterns: ['|cono|', '|conazo'], unless: ['cono'] },
  { word: 'cabrón', patterns: ['cabron|', 'cabrones', '|cabrona'] },
  { word: 'gilipollas', patterns: ['gilipo'] },
  { word: 'pendejo', patterns: ['pendej'] },
  { word: 'maricón', patterns: ['|marica|', '|maricas|', 'maricon'] },
  { word: 'culo', patterns: ['|culo|', '|culos|'] },
  { word: 'polla', patterns: ['|pola|', '|polla|', '|pollas|'], unless: ['pola'] },
  { word: 'pene', patterns: ['|pene|'] },
  { word: 'tetas', patterns: ['|tetas|'] },
  { word: 'verga', patterns: ['|verga|'] },
  { word: 'cojones', patterns: ['cojon'] },
  { word: 'chingar', patterns: ['|chinga|', '|chingad', '|chingon', '|chingue'] },
  { word: 'pinche', patterns: ['|pinche|'] },
  { word: 'joder', patterns: ['|joder|', '|jodete|'] },
  { word: 'zorra', patterns: ['|zora|', '|zorra|'], unless: ['zora'] },
];

/** Parts of names that people have, in which the lists find something; as they are written, in small letters. */
const names = words(`
  analí analia analu annal anush anusr anuska anusuy arsèn assefa assel assét asshur assma bích boobalan cuma cumhur
  cumi cumming danus dickins dickson dikshit fagan fagin fagund fu fuki fuku gasmi georgy hanus kanal kikelomo kshit
  mahboob mehboob nishit rashit rishit rshit sanal semeni semeno semeny shiit shital shitiz vanus vishit wankel
  aporn iporn mporn nporn pornc pornn pornp pornt 455`);

const lists = new DataSet<{ originalWord: string }>().addAll(englishDataset);
for (const { word, patterns, unless = [] } of [...english, ...spanish]) {
  lists.addPhrase((phrase) => {
    phrase.setMetadata({ originalWord: word });
    for (const pattern of patterns) phrase.addPattern(parseRawPattern(pattern));
    for (const kind of unless) phrase.addWhitelistedTerm(kind);
    return phrase;
  });
}
const { blacklistedTerms, whitelistedTerms = [] } = lists.build();
const matcher = new RegExpMatcher({
  ...englishRecommendedTransformers,
  blacklistedTerms,
  whitelistedTerms: [...whitelistedTerms, ...names],
});

/** The library tries its patterns one by one, and most names have none of them: those need one look and not 300. */
const { blacklistedTerms: patterns, ...inside } = matcher as unknown as {
  blacklistedTerms: { regExp: RegExp }[];
  blacklistMatcherTransformers: unknown;
};
const anyPattern = new RegExp(patterns.map(({ regExp }) => regExp.source).join('|'), 's');

function hasMatch(text: string): boolean {
  const { applyTransformers } = matcher as unknown as {
    applyTransformers(input: string, transformers: unknown): [origins: number[], transformed: string];
  };
  const [, transformed] = applyTransformers(text, inside.blacklistMatcherTransformers);
  return anyPattern.test(transformed) && matcher.hasMatch(text);
}

/**
 * [JOIN-4] Whether a nickname is one that nobody should have to read. A filter is a help and no judge: it lets real
 * names pass even where that lets a clever insult pass too, since the host can rename and remove.
 */
export function isUnkind(name: string): boolean {
  const known = verdicts.get(name);
  if (known !== undefined) return known;
  const together = spelledTogether(name);
  const verdict = hasMatch(name) || (together !== name && hasMatch(together));
  if (verdicts.size >= keptVerdicts) verdicts.delete(verdicts.keys().next().value!);
  verdicts.set(name, verdict);
  return verdict;
}

/** A verdict takes most of a millisecond, and what stands on a screen is asked about again and again. */
const verdicts = new Map<string, boolean>();
const keptVerdicts = 2_000;

/** Joins "f u c k" and "sh-it", but not "Ana L": only pieces of one or two letters in a row. */
function spelledTogether(name: string): string {
  return name.replace(
    /(?<![\p{L}\p{N}])[\p{L}\p{N}]{1,2}(?:[\s\p{P}]+[\p{L}\p{N}]{1,2}(?![\p{L}\p{N}]))+/gu,
    (run) => run.replace(/[\s\p{P}]+/gu, ''),
  );
}

function words(list: string): string[] {
  return list.trim().split(/\s+/);
}
