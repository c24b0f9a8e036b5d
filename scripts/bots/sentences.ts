import type { TuttiError, TuttiErrorCode } from '@tutti/client';

interface About {
  url: string;
  pin: string;
}

const sentences: Partial<Record<TuttiErrorCode, (about: About) => string>> = {
  'join/no-such-pin': ({ pin }) =>
    `No open class has the PIN ${pin}. It stands on the host panel, and ends with its class.`,
  'join/too-many-tries': () => 'Too many wrong PINs came from this computer. Wait a minute and try again.',
  'network/unreachable': ({ url }) =>
    `Nobody answers at ${url}. Start the server with npm start, or say where it is with --url.`,
  'network/unexpected-reply': ({ url }) => `What answers at ${url} is not a Tutti server. Look at --url.`,
  'server/not-ready': () => 'The server is still starting. Try again in a moment.',
};

/** Why the class cannot be entered, for the person at the terminal. */
export function sentenceFor(error: TuttiError, about: About): string {
  return sentences[error.code]?.(about) ?? `The server says: ${error.message}`;
}

/** Why players were turned away at the door. */
export const entrySentences: Partial<Record<TuttiErrorCode, string>> = {
  'join/full': 'The class is full: its teacher chose how many may come.',
  'join/locked': 'The class is locked. The teacher can open it on the host panel.',
  'session/ended': 'The class was over before everyone was in.',
};
