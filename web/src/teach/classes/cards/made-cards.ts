import type { Card } from '@tutti/client/admin';

/** Links of cards are given once and live on one page alone. */
export interface MadeCards {
  items: Card[];
  /** Not all that were asked for. */
  partly: boolean;
}
