import type { SessionSettings } from '@tutti/client';

/** What one press on "Start a class" opens; the same as the server's own defaults. */
export const usualSettings: SessionSettings = {
  format: 'challenge',
  scoring: 'speed',
  streakBonus: false,
  teams: { count: 4, choose: false },
  revoteBelow: null,
  changeAnswers: false,
  secondsPerQuestion: null,
  getReadySeconds: 3,
  advance: 'manual',
  standings: 'each',
  generatedNames: false,
  shuffleQuestions: false,
  cap: 300,
  secondFactor: false,
  approveNames: false,
  spectators: false,
  rehearsal: false,
};

export const formats = ['challenge', 'team', 'survival'] as const;
export const scorings = ['speed', 'accuracy', 'confidence', 'custom'] as const;
export const teamCounts = [2, 3, 4, 5, 6] as const;
/** Below so many right answers a class talks and votes again. */
export const sharesToChooseFrom = [0.3, 0.5, 0.7, 0.8] as const;
export const secondsToChooseFrom = [10, 20, 30, 45, 60, 90, 120] as const;
export const getReadyToChooseFrom = [0, 3, 5, 10] as const;
/** As many as fit a class, a year, a school. */
export const capsToChooseFrom = [30, 100, 300, 1_000, 5_000] as const;

export function isUsual(settings: SessionSettings): boolean {
  return (Object.keys(usualSettings) as (keyof SessionSettings)[]).every(
    (name) => JSON.stringify(settings[name]) === JSON.stringify(usualSettings[name]),
  );
}
