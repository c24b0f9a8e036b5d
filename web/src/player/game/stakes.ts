import type { Stake } from '@tutti/client';

/** What each stake wins and loses, in points of a question that counts once. [PTS-1] */
export const stakes: readonly { stake: Stake; wins: number; loses: number }[] = [
  { stake: 'low', wins: 500, loses: 0 },
  { stake: 'middle', wins: 1_000, loses: 250 },
  { stake: 'high', wins: 1_500, loses: 1_000 },
];
