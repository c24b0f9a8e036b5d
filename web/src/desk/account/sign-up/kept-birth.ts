import type { Birth } from '@tutti/client/admin';
import { recall, remember } from '../../../shared/memory.ts';

const key = 'birth';
const place = () => sessionStorage;

/**
 * The answer to the question of age counts for this visit: whoever saw what follows from it cannot go back and give
 * another one. It stays in this tab and is gone with it. [CON-1]
 */
export const keepBirth = (birth: Birth | null) => remember(key, birth && JSON.stringify(birth), place);

export function keptBirth(): Birth | null {
  try {
    const { year, month } = JSON.parse(recall(key, place) ?? '{}');
    return Number.isInteger(year) && Number.isInteger(month) ? { year, month } : null;
  } catch {
    return null;
  }
}
