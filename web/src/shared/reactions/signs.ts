import type { Reaction } from '@tutti/client';

/** The same signs as on the phones. */
export const reactionSigns: Record<Reaction, string> = {
  clap: '👏',
  heart: '❤️',
  wow: '😮',
  think: '🤔',
  help: '🙋',
};
