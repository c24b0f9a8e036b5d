import { commonWords } from './common-passwords.ts';

const lookalikes: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** What the person typed about themselves; a password made of it is guessed at once. */
export interface AboutPerson {
  email?: string | null;
  username?: string | null;
  displayName: string;
}

/** Why a password is too easy to guess, as a sentence; null when it is not. Its length is checked at the border. */
export function weakness(password: string, { email, username, displayName }: AboutPerson): string | null {
  const lower = password.toLowerCase();
  const word = stripped(lower);
  if (new Set(lower).size < 4 || isSequence(lower)) {
    return 'This password is a simple pattern. Choose another one.';
  }
  if ([word, unmasked(word), stripped(unmasked(lower))].some((guess) => commonWords.has(guess))) {
    return 'This password is among the first that guessers try. Choose another one.';
  }
  const own = [email, email?.split('@')[0], username, displayName.toLowerCase().replace(/\s+/g, '')].filter(
    (part) => typeof part === 'string',
  );
  if (own.some((part) => part === lower || (part.length >= 4 && part === word))) {
    return 'A password that is your name or email is easy to guess. Choose another one.';
  }
  return null;
}

const unmasked = (text: string): string => [...text].map((sign) => lookalikes[sign] ?? sign).join('');

/** Without the digits and signs that people put before and after a word. */
const stripped = (text: string): string => text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');

/** 12345678, 87654321, abcdefgh. */
function isSequence(text: string): boolean {
  const steps = new Set([...text].slice(1).map((sign, i) => sign.codePointAt(0)! - text.codePointAt(i)!));
  return steps.size === 1 && Math.abs([...steps][0]!) <= 1;
}
